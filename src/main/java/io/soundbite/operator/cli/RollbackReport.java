package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Digest;
import io.soundbite.operator.rollout.Recorded;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a return to an earlier release would do.
 *
 * @param release that comes back
 * @param way how long that takes, in a sentence
 * @param gates what they say of it
 */
record RollbackReport(
    HistoryEntry release, String way, List<GateRuling> gates, EnvironmentPlan plan)
    implements Report {

  static RollbackReport of(
      HistoryEntry release,
      EnvironmentStatus status,
      List<GateRuling> gates,
      EnvironmentPlan plan) {
    return new RollbackReport(release, way(release, status), gates, plan);
  }

  @Override
  public Exit exit() {
    return isGated() || plan.isHeld() ? Exit.FOUND : Exit.CLEAN;
  }

  @Override
  public void print(Page page) {
    page.line(
        "%s: back to %s (%s, %s), started %s%s"
            .formatted(
                plan.environment(),
                release.tag(),
                Digest.brief(release.digest()),
                release.revision(),
                Times.text(release.started()),
                fate()));
    page.line(way);
    if (isGated()) {
      page.line("It waits where a gate is shut:");
      GateRuling.print(gates, page);
    } else {
      page.line("No gate stands in the way.");
    }
    new PlanReport(List.of(plan), false).print(page);
  }

  private boolean isGated() {
    return gates.stream().anyMatch(GateRuling::isShut);
  }

  private String fate() {
    return release.outcome() == Outcome.ROLLED_BACK
        ? ". It was rolled back: " + release.message()
        : "";
  }

  private static String way(HistoryEntry release, EnvironmentStatus status) {
    var live = status.release();
    if (live != null && live.revision().equals(release.revision())) {
      return "It is live: no pods are started.";
    }
    return Stream.of(Slot.values())
        .filter(slot -> isHeld(slot, release, status))
        .findFirst()
        .map(slot -> back(slot, status))
        .orElse("No slot holds it any more: its pods are started as those of a new release.");
  }

  private static boolean isHeld(Slot slot, HistoryEntry release, EnvironmentStatus status) {
    return Recorded.of(status).revision(slot).filter(release.revision()::equals).isPresent();
  }

  private static String back(Slot slot, EnvironmentStatus status) {
    var warm =
        Optional.ofNullable(status.rollout())
            .filter(it -> it.step() == RolloutStatus.Step.WARM)
            .filter(it -> it.from() == slot)
            .isPresent();
    return warm
        ? "The %s slot holds it, warm: the switch takes seconds.".formatted(slot.text())
        : "The %s slot holds it, without pods: the switch waits until they have started."
            .formatted(slot.text());
  }
}
