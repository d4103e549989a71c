package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.promotion.Ruling;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.rollout.SlotView;
import io.soundbite.operator.rollout.Trouble;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the release that the spec asks for stands.
 *
 * @param rollout as of now: what is recorded and what is seen
 * @param wanted name of the wanted revision, or null while it is not known
 * @param missing why it is not known
 * @param held why nothing may be done for it: a pause, or a plan that waits for approval
 * @param gate the first gate that is shut for it
 */
public record ReleaseReport(
    Rollout rollout,
    @Nullable String wanted,
    @Nullable Problem missing,
    @Nullable Problem held,
    Optional<Ruling.Shut> gate) {

  Recorded recorded() {
    return rollout.recorded();
  }

  Optional<ReleaseStatus> live() {
    return Optional.ofNullable(recorded().live());
  }

  /**
   * Whether what the spec asks for is live, and stays: nothing else is on its way, and the live
   * Service selects nothing else.
   */
  public boolean reached() {
    return isLive()
        && failure().isEmpty()
        && movingTo().filter(it -> !it.equals(wanted)).isEmpty()
        && !isReturning();
  }

  /** Whether the live Service still has to let go of a release that is asked for no more. */
  boolean isReturning() {
    return isLive() && movingTo().isEmpty() && rollout.view().live().selected().size() > 1;
  }

  private boolean isLive() {
    return live().filter(it -> it.revision().equals(wanted)).isPresent();
  }

  /** Whether what the spec asks for is on its way. */
  boolean underWay() {
    return movingTo().filter(it -> it.equals(wanted)).isPresent();
  }

  /** Whether any release is on its way, as one that comes back by itself, and goes on. */
  boolean moving() {
    var now = recorded().rollout();
    return movingTo().isPresent()
        && now != null
        && now.heldSince() == null
        && !isGated()
        && !isPaused()
        && rollout.failure().isEmpty();
  }

  /** Whether nothing may be done at all for now. */
  boolean isPaused() {
    return held != null && held.reason().equals(Problem.PAUSED);
  }

  /** Whether what the spec asks for has begun, and waits at a gate that was shut since. */
  boolean isGated() {
    return underWay() && gate.isPresent();
  }

  private Optional<String> movingTo() {
    return Optional.ofNullable(recorded().rollout())
        .filter(it -> it.step() != RolloutStatus.Step.WARM)
        .map(RolloutStatus::revision);
  }

  /** Why what the spec asks for was taken down; empty when it was not. */
  Optional<HistoryEntry> failure() {
    return Optional.ofNullable(wanted)
        .filter(it -> recorded().failed(it, rollout.generation()))
        .flatMap(recorded()::entry);
  }

  /**
   * Whether the live Service selects ready pods. In the moment of a switch it selects the slot that
   * takes over, which is not recorded as live yet.
   */
  boolean available() {
    return rollout.view().live().selected().stream()
        .filter(slot -> live().filter(it -> it.slot() == slot).isPresent() || isSwitchingTo(slot))
        .map(rollout.view().slots()::get)
        .anyMatch(slot -> slot != null && slot.ready() > 0);
  }

  /** Returns what keeps pods of the live slot away; empty when nothing says it. */
  Optional<String> liveTrouble() {
    return live()
        .map(ReleaseStatus::slot)
        .map(rollout.view().slots()::get)
        .flatMap(SlotView::trouble)
        .map(Trouble::text);
  }

  /** Returns what keeps pods of the processor away; empty when nothing says it. */
  Optional<String> processorTrouble() {
    return rollout.view().processor().flatMap(SlotView::trouble).map(Trouble::text);
  }

  private boolean isSwitchingTo(Slot slot) {
    return recorded().switchingTo().equals(Optional.of(slot));
  }
}
