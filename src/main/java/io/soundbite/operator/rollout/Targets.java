package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.SlotTarget;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Optional;

/** What should be so in the slots, from what they are for. */
record Targets(Occupancy slots) {

  SlotTarget target() {
    var live = slots.live();
    var releases = new EnumMap<Slot, Release>(Slot.class);
    var replicas = new EnumMap<Slot, Integer>(Slot.class);
    for (var slot : Slot.values()) {
      slots
          .release(slot)
          .ifPresent(
              release -> {
                releases.put(slot, release);
                replicas.put(slot, slots.isUsed(slot) ? slots.size() : 0);
              });
    }
    return new SlotTarget(
        live,
        isOverlapping(),
        releases,
        replicas,
        isFirst(live) ? Optional.empty() : Optional.ofNullable(releases.get(live)),
        fence(),
        trial());
  }

  /** Whether nothing has been live yet, and nothing is about to be. */
  private boolean isFirst(Slot live) {
    return slots.recorded().live() == null
        && !slots.recorded().switchingTo().equals(Optional.of(live));
  }

  private boolean isOverlapping() {
    var rollout = slots.recorded().rollout();
    return rollout != null && rollout.step() == Step.OVERLAPPING && slots.holds(rollout);
  }

  private Optional<SlotTarget.Fence> fence() {
    var rollout = slots.recorded().rollout();
    if (rollout == null) {
      return Optional.empty();
    }
    var stays = slots.recorded().switchingTo().filter(to -> slots.live() != to).isPresent();
    return Optional.of(new SlotTarget.Fence(rollout.to(), rollout.started(), stays));
  }

  private Optional<SlotTarget.Trial> trial() {
    return Optional.ofNullable(slots.recorded().rollout())
        .filter(it -> it.step() == Step.VERIFYING)
        .flatMap(
            it ->
                Optional.ofNullable(slots.stored().get(it.revision()))
                    .map(release -> SlotTarget.Trial.of(release, Instant.parse(it.started()))));
  }
}
