package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.SlotTarget;
import java.util.EnumMap;
import java.util.Optional;

/**
 * What should be so in the slots, from what they are for.
 *
 * @param stopped whether what is on its way may not go on, so that the live Service stays where it
 *     is, or returns there
 */
record Targets(Occupancy slots, boolean stopped) {

  SlotTarget target() {
    var live = live();
    var releases = new EnumMap<Slot, Release>(Slot.class);
    var replicas = new EnumMap<Slot, Integer>(Slot.class);
    for (var slot : Slot.values()) {
      slots
          .release(slot)
          .ifPresent(
              release -> {
                releases.put(slot, release);
                replicas.put(slot, slots.isUsed(slot) ? slots.sizes().size(slot) : 0);
              });
    }
    return new SlotTarget(
        live,
        isOverlapping(),
        releases,
        replicas,
        isFirst(live) ? Optional.empty() : Optional.ofNullable(releases.get(live)),
        fence(),
        slots.trial());
  }

  private Slot live() {
    return stopped ? slots.resting() : slots.live();
  }

  /** Whether nothing has been live yet, and nothing is about to be. */
  private boolean isFirst(Slot live) {
    return slots.recorded().live() == null
        && !slots.recorded().switchingTo().equals(Optional.of(live));
  }

  private boolean isOverlapping() {
    var rollout = slots.recorded().rollout();
    return !stopped
        && rollout != null
        && rollout.step() == Step.OVERLAPPING
        && slots.holds(rollout);
  }

  private Optional<SlotTarget.Fence> fence() {
    var rollout = slots.recorded().rollout();
    if (rollout == null) {
      return Optional.empty();
    }
    var stays = slots.recorded().switchingTo().filter(to -> live() != to).isPresent();
    return Optional.of(new SlotTarget.Fence(rollout.to(), rollout.started(), stays));
  }
}
