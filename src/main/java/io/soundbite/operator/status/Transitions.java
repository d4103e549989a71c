package io.soundbite.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What changed between two statuses, as Events: one for each transition. */
public final class Transitions {
  /** What comes and goes with every change; the rollout has Events of its own. */
  private static final Set<String> UNDER_WAY =
      Set.of("Starting", "Reading", "NotRead", "Creating", "Updating", "Waiting", "RollingOut");

  private Transitions() {}

  /** Notes on what became different from {@code before} to {@code after}. */
  public static List<Note> between(EnvironmentStatus before, EnvironmentStatus after) {
    var notes = new ArrayList<Note>();
    rollout(before, after, notes);
    release(before, after, notes);
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
    after.history().stream()
        .filter(entry -> entry.revision().equals(now.revision()))
        .findFirst()
        .ifPresent(
            entry ->
                notes.add(
                    new Note(
                        false,
                        "RolloutStarted",
                        "Release %s (%s) goes to the %s slot."
                            .formatted(entry.tag(), entry.digest(), now.to().text()))));
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

  private static void ready(EnvironmentStatus before, EnvironmentStatus after, List<Note> notes) {
    var was = Conditions.find(before.conditions(), "Ready");
    var is = Conditions.find(after.conditions(), "Ready");
    if (is.isEmpty()) {
      return;
    }
    var now = is.get();
    if (was.isPresent()
        && was.get().getStatus().equals(now.getStatus())
        && Objects.equals(was.get().getReason(), now.getReason())) {
      return;
    }
    if (now.getStatus().equals("True")) {
      notes.add(new Note(false, "Ready", now.getMessage()));
    } else if (!UNDER_WAY.contains(now.getReason())) {
      notes.add(new Note(stalled(after), now.getReason(), now.getMessage()));
    }
  }

  private static boolean stalled(EnvironmentStatus status) {
    return Conditions.find(status.conditions(), "Stalled")
        .map(Condition::getStatus)
        .filter("True"::equals)
        .isPresent();
  }
}
