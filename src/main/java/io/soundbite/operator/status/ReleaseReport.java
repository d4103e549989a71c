package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.View;
import org.jspecify.annotations.Nullable;

/**
 * Where the release that the spec asks for stands.
 *
 * @param recorded what is recorded as of now
 * @param view what the slots show
 * @param wanted name of the wanted revision, or null while it is not known
 * @param missing why it is not known
 */
public record ReleaseReport(
    Recorded recorded, View view, @Nullable String wanted, @Nullable Problem missing) {

  /**
   * Whether the live Service selects ready pods. In the moment of a switch it selects the slot that
   * takes over, which is not recorded as live yet.
   */
  boolean available() {
    return view.selected()
        .filter(slot -> slot == slot(recorded.live()) || slot == switchingTo())
        .map(view.slots()::get)
        .filter(slot -> slot.ready() > 0)
        .isPresent();
  }

  private static @Nullable Slot slot(@Nullable ReleaseStatus live) {
    return live == null ? null : live.slot();
  }

  private @Nullable Slot switchingTo() {
    var rollout = recorded.rollout();
    return rollout != null && rollout.step() == RolloutStatus.Step.SWITCHING ? rollout.to() : null;
  }

  /**
   * What keeps the rollout from going on, in the Deployment's own words; empty text for nothing.
   */
  String stuck() {
    var rollout = recorded.rollout();
    var slot = rollout == null ? null : view.slots().get(rollout.to());
    return slot == null ? "" : slot.stuck().orElse("");
  }
}
