package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.RolloutStatus;

/** What a step of a rollout writes first: the pods that it waits for come from that. */
record FirstWrite(Occupancy slots) {

  /**
   * Whether the API server accepted it: the slot that takes over has its release, its Job exists,
   * or the processor has what is live.
   */
  boolean isAccepted(RolloutStatus rollout) {
    return switch (rollout.step()) {
      case FILLING ->
          slots.filled(rollout).filter(it -> it.rollout().equals(rollout.started())).isPresent();
      case VERIFYING ->
          slots.trial().filter(it -> slots.view().trials().containsKey(it.name())).isPresent();
      case OVERLAPPING, SWITCHING -> true;
      case WARM -> slots.view().processor().map(this::isOfLive).orElse(true);
    };
  }

  private boolean isOfLive(SlotView processor) {
    var live = slots.recorded().live();
    return live == null || processor.isOf(live.revision());
  }
}
