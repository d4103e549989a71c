package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Bounds;
import java.util.Optional;
import java.util.Set;

/** How many pods each slot should have: the size belongs to the release that the slot holds. */
record SlotSizes(Occupancy slots) {

  /**
   * Returns the size of the live slot as the autoscaler left it, within the bounds of the release
   * in {@code slot}. A slot whose release may be larger than the live one is not made smaller for
   * it: a return must bear the load that the release had.
   */
  int size(Slot slot) {
    var live = slots.resting();
    var own = bounds(slot).max() > bounds(live).max() && isFilled(slot) ? desired(slot) : 0;
    return bounds(slot).clamp(Math.max(desired(live), own));
  }

  /** Returns the bounds of the release in {@code slot}; the smallest while none is known. */
  Bounds bounds(Slot slot) {
    return slots.release(slot).map(Bounds::of).orElseGet(() -> Bounds.of(Set.of()));
  }

  /** Whether the Deployment of {@code slot} has the release that is recorded for it. */
  private boolean isFilled(Slot slot) {
    return Optional.ofNullable(slots.view().slots().get(slot))
        .filter(seen -> slots.recorded().revision(slot).filter(seen::isOf).isPresent())
        .isPresent();
  }

  private int desired(Slot slot) {
    var seen = slots.view().slots().get(slot);
    return seen == null ? 0 : seen.desired();
  }
}
