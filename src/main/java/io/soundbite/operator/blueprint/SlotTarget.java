package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Slot;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What each slot should hold and how big it should be.
 *
 * @param live the slot that the live Service selects
 * @param overlap whether the live Service selects the other slot too
 * @param releases by slot; empty before the first release
 * @param replicas exact sizes; a slot without one has none
 * @param processor the release that the processor runs; follows the live one
 * @param fence what the objects that a rollout moves are marked with; empty when none is under way
 * @param trial what tries a release out before it is live
 */
public record SlotTarget(
    Slot live,
    boolean overlap,
    Map<Slot, Release> releases,
    Map<Slot, Integer> replicas,
    Optional<Release> processor,
    Optional<Fence> fence,
    Optional<Trial> trial) {
  /** The annotation by which a {@link Fence} is known. */
  public static final String ROLLOUT = "soundbite.io/rollout";

  /** Follows the mark of a Service that is not to move after all. */
  public static final String WITHDRAWN = " withdrawn";

  public SlotTarget {
    releases = Map.copyOf(releases);
    replicas = Map.copyOf(replicas);
  }

  /**
   * A mark on the live Service and on the Deployment of the slot that takes over. Writing it makes
   * every write fail that somebody prepared before.
   *
   * @param slot that takes over
   * @param rollout when it began to be filled: value of the annotation {@code soundbite.io/rollout}
   * @param withdrawn whether the Service is not to move to it after all
   */
  public record Fence(Slot slot, String rollout, boolean withdrawn) {
    /** What the live Service is marked with. */
    public String mark() {
      return withdrawn ? rollout + WITHDRAWN : rollout;
    }
  }

  /**
   * A verification Job.
   *
   * @param name of the Job, after the prefix: one for each time that a release is tried out
   */
  public record Trial(String name, Release release) {
    /** The annotation by which the pods of a Job say which declaration of it they are of. */
    public static final String DECLARED = "soundbite.io/verification";

    /** That of {@code release} in the rollout that began at {@code started}. */
    public static Trial of(Release release, Instant started) {
      return new Trial(
          "verify-" + release.hash() + "-" + Long.toString(started.toEpochMilli(), 36), release);
    }
  }

  /** One without a rollout under way. */
  public static SlotTarget resting(
      Slot live,
      Map<Slot, Release> releases,
      Map<Slot, Integer> replicas,
      Optional<Release> processor) {
    return new SlotTarget(
        live, false, releases, replicas, processor, Optional.empty(), Optional.empty());
  }

  /** Before the first release. */
  public static SlotTarget none() {
    return resting(Slot.BLUE, Map.of(), Map.of(), Optional.empty());
  }

  /**
   * The release that {@code slot} is rendered from. A slot that never had one is rendered from the
   * other's, at size zero, so that both exist in every environment.
   */
  public Optional<Release> release(Slot slot) {
    return Optional.ofNullable(releases.getOrDefault(slot, releases.get(slot.other())));
  }

  /** The annotations of the live Service. */
  Map<String, String> marks() {
    return fence.map(it -> Map.of(ROLLOUT, it.mark())).orElse(Map.of());
  }

  /** The annotations of the Deployment of {@code slot}. */
  Map<String, String> marks(Slot slot) {
    return fence
        .filter(it -> it.slot() == slot)
        .map(it -> Map.of(ROLLOUT, it.rollout()))
        .orElse(Map.of());
  }

  /** How many pods {@code slot} should have. */
  public int size(Slot slot) {
    return releases.containsKey(slot) ? replicas.getOrDefault(slot, 0) : 0;
  }
}
