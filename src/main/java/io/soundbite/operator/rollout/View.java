package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.Map;
import java.util.Optional;

/**
 * What the cluster shows of both slots.
 *
 * @param slots by slot; a slot without a Deployment has no entry
 * @param selected the slot that the live Service selects
 */
public record View(Map<Slot, SlotView> slots, Optional<Slot> selected) {
  public View {
    slots = Map.copyOf(slots);
  }

  /** Whether {@code slot} runs {@code release} completely with at least {@code size} pods. */
  boolean serves(Slot slot, String release, int size) {
    var view = slots.get(slot);
    return view != null && view.serves(release, size);
  }
}
