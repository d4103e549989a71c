package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the cluster shows of the environment's pods.
 *
 * @param slots by slot; a slot without a Deployment has no entry
 * @param live what the live Service selects
 * @param processor the processor's Deployment; empty when there is none
 * @param trials verification Jobs by name
 */
public record View(
    Map<Slot, SlotView> slots,
    ServiceView live,
    Optional<SlotView> processor,
    Map<String, TrialView> trials) {
  public View {
    slots = Map.copyOf(slots);
    trials = Map.copyOf(trials);
  }

  /**
   * The live Service.
   *
   * @param selected the slots whose pods it selects: one, both in an overlap, or none
   * @param rollout its annotation {@code soundbite.io/rollout}; empty text when it has none
   */
  public record ServiceView(Set<Slot> selected, String rollout) {
    public ServiceView {
      selected = Set.copyOf(selected);
    }
  }

  /** The slot that the live Service selects; empty when it is not exactly one. */
  public Optional<Slot> selected() {
    return live.selected().size() == 1 ? live.selected().stream().findFirst() : Optional.empty();
  }
}
