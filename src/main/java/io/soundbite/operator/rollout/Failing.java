package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.Durations;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Why a release can't go on: what its pods, its Job or the clock say. */
record Failing(
    Recorded recorded,
    View view,
    Occupancy slots,
    RolloutRules rules,
    Instant actingSince,
    Instant now) {

  /**
   * How long pods of the first release may end again and again: IAM says of a new role for some
   * seconds that it is not there, or may not do what its policies allow.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency">Changes
   *     are not always immediately visible</a>
   */
  static final Duration NEW_ROLES = Duration.ofMinutes(1);

  /** Why the slot that takes over will not be available. */
  Optional<String> filling(RolloutStatus rollout) {
    return lasting(pods(rollout)).or(() -> late(rollout, rules.deadline(), pods(rollout)));
  }

  /** Why the release did not pass its trial. */
  Optional<String> verifying(RolloutStatus rollout, Optional<TrialView> trial) {
    return trial
        .filter(it -> it.state() == TrialView.State.FAILED)
        .map(it -> "VerificationFailed: " + it.message())
        .or(() -> lasting(pods(rollout)))
        .or(
            () ->
                late(
                    rollout,
                    rules.trial().orElse(Duration.ZERO).plus(rules.deadline()),
                    job(trial).or(() -> pods(rollout))));
  }

  /** Why what is live now can't stay: its own pods or the processor's fail. */
  Optional<String> live(RolloutStatus rollout) {
    return lasting(pods(rollout).filter(any -> !slots.holds(rollout)))
        .or(() -> lasting(processor()).map(it -> "Processor: " + it))
        .or(
            () ->
                slots.isFollowed()
                    ? Optional.empty()
                    : late(rollout, rules.deadline(), processor()).map(it -> "Processor: " + it));
  }

  /** What is to be told of pods that are missing or not ready. */
  Optional<String> shown(Optional<TrialView> trial) {
    var rollout = recorded.rollout();
    return job(trial)
        .or(() -> Optional.ofNullable(rollout).flatMap(this::pods))
        .or(this::processor)
        .map(Trouble::text);
  }

  /** When time alone will make something of it. */
  Stream<Instant> due(RolloutStatus rollout) {
    return Stream.concat(pods(rollout).stream(), processor().stream())
        .map(Trouble::lasting)
        .filter(Predicate.not(Instant.MAX::equals));
  }

  /** What keeps the verification Job from running. */
  private static Optional<Trouble> job(Optional<TrialView> trial) {
    return trial
        .filter(it -> it.state() == TrialView.State.RUNNING && !it.message().isEmpty())
        .map(it -> new Trouble("Verification Job", it.message(), Instant.MAX));
  }

  private Optional<Trouble> pods(RolloutStatus rollout) {
    return Optional.ofNullable(view.slots().get(rollout.to()))
        .filter(slot -> slot.isOf(rollout.revision()))
        .flatMap(SlotView::trouble)
        .map(it -> patient(it, rollout));
  }

  private static Trouble patient(Trouble trouble, RolloutStatus rollout) {
    var known = Instant.parse(rollout.since()).plus(NEW_ROLES);
    var isFirst = rollout.from() == null;
    return isFirst
            && trouble.reason().equals(ContainerStatus.CRASHES)
            && trouble.lasting().isBefore(known)
        ? new Trouble(trouble.reason(), trouble.message(), known)
        : trouble;
  }

  private Optional<Trouble> processor() {
    var live = recorded.live();
    return live == null
        ? Optional.empty()
        : view.processor().filter(it -> it.isOf(live.revision())).flatMap(SlotView::trouble);
  }

  private Optional<String> lasting(Optional<Trouble> trouble) {
    return trouble.filter(it -> !now.isBefore(it.lasting())).map(Trouble::text);
  }

  private Optional<String> late(RolloutStatus rollout, Duration limit, Optional<Trouble> trouble) {
    return new StepClock(rollout, actingSince, now).isOver(limit)
        ? Optional.of(
            "DeadlineExceeded: not available after %s%s"
                .formatted(
                    Durations.text(limit), trouble.map(it -> " (" + it.text() + ")").orElse("")))
        : Optional.empty();
  }
}
