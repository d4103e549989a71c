package io.soundbite.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.RedriveStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.promotion.Gates;
import io.soundbite.operator.rollout.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What changed between two statuses, as Events: one for each transition. */
public final class Transitions {
  /** What comes and goes with every change; the rollout has Events of its own. */
  private static final Set<String> UNDER_WAY =
      Set.of(
          "Starting",
          "Reading",
          "NotRead",
          "Creating",
          "Updating",
          "Waiting",
          "RollingOut",
          "ProcessorNotReady",
          // told by the condition Promoted
          "AwaitingPromotion",
          "RolledBack");

  /** Gates that time or a yes opens: nobody has done anything wrong. */
  private static final Set<String> AWAITED =
      Set.of(Gates.VERIFYING, "Soaking", "Frozen", "NotApproved");

  /** Gates that somebody has to do something about, and what became of a release that failed. */
  private static final Set<String> REFUSED =
      Set.of(
          "SourceMissing",
          "SourceDrifted",
          "NotVerified",
          "RejectedInSource",
          "DigestMoved",
          "ShapeDiffers",
          "NotSoaked",
          "FreezeInvalid",
          "RolledBack");

  /** Why dead letters stay where they are, without anything being wrong. */
  private static final Set<String> HELD_BACK = Set.of("Paused", "Planned", "Waiting");

  private Transitions() {}

  /** Notes on what became different from {@code before} to {@code after}. */
  public static List<Note> between(EnvironmentStatus before, EnvironmentStatus after) {
    var notes = new ArrayList<Note>();
    rollout(before, after, notes);
    release(before, after, notes);
    promoted(before, after, notes);
    verified(before, after, notes);
    notes.addAll(new RejectionNotes(before.rejected(), after.rejected()).all());
    redriven(before, after, notes);
    monitored(before, after, notes);
    ready(before, after, notes);
    return notes;
  }

  private static void rollout(EnvironmentStatus before, EnvironmentStatus after, List<Note> notes) {
    var now = after.rollout();
    if (now == null
        || now.step() != RolloutStatus.Step.FILLING
        || (before.rollout() != null && before.rollout().revision().equals(now.revision()))) {
      return;
    }
    Recorded.of(after)
        .entry(now.revision())
        .ifPresent(
            entry ->
                notes.add(
                    new Note(
                        false,
                        "RolloutStarted",
                        "Release %s (%s) goes to the %s slot.%s%s"
                            .formatted(
                                entry.tag(),
                                entry.digest(),
                                now.to().text(),
                                new Origin(Recorded.of(after), entry).text(),
                                who(entry)))));
  }

  /** In sentences that follow another; empty text where nobody is known. */
  private static String who(HistoryEntry entry) {
    return (entry.requested() == null ? "" : " Asked for by " + entry.requested() + ".")
        + (entry.approved() == null ? "" : " Approved by " + entry.approved() + ".");
  }

  private static void release(EnvironmentStatus before, EnvironmentStatus after, List<Note> notes) {
    var now = after.release();
    if (now == null
        || (before.release() != null && before.release().revision().equals(now.revision()))) {
      return;
    }
    notes.add(
        new Note(
            false,
            "Switched",
            "The live Service selects the %s slot: release %s (%s)."
                .formatted(now.slot().text(), now.tag(), now.digest())));
  }

  /** A shut gate, and a release that was taken down: one Event each. */
  private static void promoted(
      EnvironmentStatus before, EnvironmentStatus after, List<Note> notes) {
    changed("Promoted", before, after)
        .or(() -> askedAnew("Promoted", before, after))
        .filter(it -> it.getStatus().equals("False"))
        .filter(it -> AWAITED.contains(it.getReason()) || REFUSED.contains(it.getReason()))
        .ifPresent(
            it ->
                notes.add(
                    new Note(REFUSED.contains(it.getReason()), it.getReason(), it.getMessage())));
  }

  private static void verified(
      EnvironmentStatus before, EnvironmentStatus after, List<Note> notes) {
    changed("Verified", before, after)
        .filter(it -> it.getStatus().equals("True"))
        .ifPresent(it -> notes.add(new Note(false, "Verified", it.getMessage())));
  }

  /** A round that began, and dead letters that are moved no more. */
  private static void redriven(
      EnvironmentStatus before, EnvironmentStatus after, List<Note> notes) {
    var round = after.redrive();
    if (round != null
        && round.step() == RedriveStatus.Step.STARTED
        && before.redrive() != null
        && before.redrive().step() == RedriveStatus.Step.STARTING) {
      notes.add(
          new Note(
              false,
              "Redriven",
              "SQS moves about %d dead letters back to the queue.".formatted(round.messages())));
    }
    changed("Redrive", before, after)
        .filter(it -> it.getStatus().equals("False"))
        .filter(it -> !HELD_BACK.contains(it.getReason()))
        .ifPresent(it -> notes.add(new Note(true, it.getReason(), it.getMessage())));
  }

  private static void monitored(
      EnvironmentStatus before, EnvironmentStatus after, List<Note> notes) {
    changed("Monitored", before, after)
        .filter(it -> it.getStatus().equals("False"))
        .ifPresent(it -> notes.add(new Note(true, it.getReason(), it.getMessage())));
  }

  /** The condition of {@code type}, if it says something else than before. */
  private static Optional<Condition> changed(
      String type, EnvironmentStatus before, EnvironmentStatus after) {
    var was = Conditions.find(before.conditions(), type);
    return Conditions.find(after.conditions(), type)
        .filter(
            is ->
                was.filter(it -> it.getStatus().equals(is.getStatus()))
                    .filter(it -> Objects.equals(it.getReason(), is.getReason()))
                    .isEmpty());
  }

  /** The condition of {@code type}, if it says the same of something else that spec asks for. */
  private static Optional<Condition> askedAnew(
      String type, EnvironmentStatus before, EnvironmentStatus after) {
    return Conditions.find(after.conditions(), type)
        .filter(
            is ->
                Conditions.find(before.conditions(), type)
                    .filter(
                        was ->
                            !Objects.equals(
                                was.getObservedGeneration(), is.getObservedGeneration()))
                    .filter(was -> !Objects.equals(was.getMessage(), is.getMessage()))
                    .isPresent());
  }

  private static void ready(EnvironmentStatus before, EnvironmentStatus after, List<Note> notes) {
    changed("Ready", before, after)
        .ifPresentOrElse(
            now -> ready(now, after, notes), () -> patienceEnded(before, after, notes));
  }

  /** What was told as passing, or not at all, needs help after all. */
  private static void patienceEnded(
      EnvironmentStatus before, EnvironmentStatus after, List<Note> notes) {
    changed("Stalled", before, after)
        .filter(it -> it.getStatus().equals("True"))
        .filter(it -> Patience.LIMITED.contains(it.getReason()))
        .ifPresent(it -> notes.add(new Note(true, it.getReason(), it.getMessage())));
  }

  private static void ready(Condition now, EnvironmentStatus after, List<Note> notes) {
    if (now.getStatus().equals("True")) {
      notes.add(new Note(false, "Ready", now.getMessage()));
    } else if (!UNDER_WAY.contains(now.getReason())) {
      // While a release moves nothing is Stalled, and what needs help needs it all the same.
      var warning = stalled(after) || Problem.needsHelp(now.getReason());
      notes.add(new Note(warning, now.getReason(), now.getMessage()));
    }
  }

  private static boolean stalled(EnvironmentStatus status) {
    return Conditions.find(status.conditions(), "Stalled")
        .map(Condition::getStatus)
        .filter("True"::equals)
        .isPresent();
  }
}
