package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.RedriveStatus;
import io.soundbite.operator.api.v1alpha1.RedriveStatus.Step;
import io.soundbite.operator.api.v1alpha1.RedriveStatus.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When dead letters are moved back, and when no more: a message that nobody can process must not
 * come round for ever. A round is recorded before it is begun; one that was being begun when the
 * operator died is begun again, which moves what is left.
 *
 * @param auto whether they are without being asked
 * @param asked what the annotation says, if it was not acted on
 * @param before the last round
 */
public record RedriveRules(
    boolean auto, Optional<String> asked, @Nullable RedriveStatus before, Instant now) {
  /** Between two rounds: longer than three attempts at a job take. */
  public static final Duration EVERY = Duration.ofMinutes(15);

  static final int ROUNDS = 3;

  /** Whether there is anything to see to. */
  public boolean wanted() {
    return auto || byHand();
  }

  /** Whether a person asked for what is to be done next. */
  public boolean byHand() {
    return asked.isPresent()
        || (before != null
            && before.step() == Step.STARTING
            && before.trigger() == Trigger.ANNOTATION);
  }

  /** The round that is recorded and not begun. */
  public Optional<RedriveStatus> begins() {
    return Optional.ofNullable(before).filter(it -> wanted() && it.step() == Step.STARTING);
  }

  /** Whether the time has come to look how many there are. */
  public boolean looks() {
    return asked.isPresent() || (auto && !now.isBefore(next()));
  }

  /** What this look is, other than those before it. */
  public String look() {
    return asked
        .map(it -> "asked " + it)
        .orElseGet(() -> before == null ? "first" : "after " + before.at());
  }

  /** Nobody wants anything. */
  public Redrive off() {
    return outcome(before, new Redrive.Says.Nothing());
  }

  /** Nothing can be said yet. */
  public Redrive unread() {
    return outcome(before, new Redrive.Says.TheSame());
  }

  /** Nothing is due, or what is due is under way. */
  public Redrive waits() {
    return outcome(
        before, before != null && before.step() == Step.STOPPED ? poison(before) : moves(before));
  }

  /** Something is in the way. */
  public Redrive held(Problem problem) {
    return outcome(before, new Redrive.Says.Stands(problem));
  }

  /** SQS has begun the round. */
  public Redrive begun(RedriveStatus round) {
    return outcome(round.started(), auto ? moves(round) : new Redrive.Says.Nothing());
  }

  /**
   * What follows from a look.
   *
   * @param messages how many there are, about
   */
  public Redrive found(long messages) {
    if (messages == 0) {
      return outcome(
              before == null || before.rounds() == 0 ? before : before.emptied(),
              auto ? moves(null) : new Redrive.Says.Nothing())
          .answering();
    }
    if (asked.isEmpty() && before != null && exhausted(before, messages)) {
      return outcome(before.stopped(), poison(before));
    }
    var round =
        new RedriveStatus(
            asked.isPresent() ? 1 : 1 + inVain(messages),
            messages,
            now.toString(),
            asked.isPresent() ? Trigger.ANNOTATION : Trigger.SCHEDULE,
            Step.STARTING);
    return outcome(round, moves(round)).answering();
  }

  /** Once it has stopped, only an empty queue or a person sets it going again. */
  private static boolean exhausted(RedriveStatus before, long messages) {
    return before.step() == Step.STOPPED
        || (before.rounds() >= ROUNDS && messages >= before.messages());
  }

  /** How many rounds have not made them fewer. */
  private int inVain(long messages) {
    return before == null || messages < before.messages() ? 0 : before.rounds();
  }

  private Instant next() {
    return before == null ? now : Instant.parse(before.at()).plus(EVERY);
  }

  private Redrive outcome(@Nullable RedriveStatus after, Redrive.Says says) {
    return new Redrive(
        after, says, false, Optional.of(next()).filter(at -> auto && at.isAfter(now)));
  }

  private static Redrive.Says moves(@Nullable RedriveStatus round) {
    return new Redrive.Says.Moves(
        "Watching",
        round == null || round.rounds() == 0
            ? "Dead letters are moved back every %d minutes.".formatted(EVERY.toMinutes())
            : "Dead letters are moved back: about %d in round %d of %d, at %s."
                .formatted(round.messages(), round.rounds(), ROUNDS, round.at()));
  }

  private static Redrive.Says poison(RedriveStatus last) {
    return new Redrive.Says.Stands(
        new Problem(
            "PoisonMessages",
            "%d rounds have not made the dead letters fewer: about %d come back each time, and are moved no more. Read one with aws sqs receive-message, mend what fails or delete them; then set the annotation soundbite.io/redrive to a new value. Once the dead-letter queue is empty it goes on by itself."
                .formatted(last.rounds(), last.messages()),
            true));
  }
}
