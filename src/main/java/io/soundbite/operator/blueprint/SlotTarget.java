package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.Map;
import java.util.Optional;

/**
 * What each slot should hold and how big it should be.
 *
 * @param live the slot that the live Service selects
 * @param releases by slot; empty before the first release
 * @param replicas exact sizes; a slot without one has none
 * @param processor the release that the processor runs; follows the live one
 */
public record SlotTarget(
    Slot live,
    Map<Slot, Release> releases,
    Map<Slot, Integer> replicas,
    Optional<Release> processor) {
  public SlotTarget {
    releases = Map.copyOf(releases);
    replicas = Map.copyOf(replicas);
  }

  /** Before the first release. */
  public static SlotTarget none() {
    return new SlotTarget(Slot.BLUE, Map.of(), Map.of(), Optional.empty());
  }

  /**
   * The release that {@code slot} is rendered from. A slot that never had one is rendered from the
   * other's, at size zero, so that both exist in every environment.
   */
  public Optional<Release> release(Slot slot) {
    return Optional.ofNullable(releases.getOrDefault(slot, releases.get(slot.other())));
  }

  /** How many pods {@code slot} should have. */
  public int size(Slot slot) {
    return releases.containsKey(slot) ? replicas.getOrDefault(slot, 0) : 0;
  }
}
