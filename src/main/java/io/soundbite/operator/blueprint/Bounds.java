package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Feature;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Between how many pods the autoscaler moves the live slot. The autoscaler exists in every
 * environment; features only choose its numbers.
 *
 * @param min at least one
 * @param max at least {@code min}
 */
public record Bounds(int min, int max) {
  private static final Bounds BASIC = new Bounds(1, 2);
  private static final Bounds FULL = new Bounds(2, 4);
  private static final Bounds SCALING = new Bounds(2, 10);

  public Bounds {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException("not bounds: " + min + " to " + max);
    }
  }

  /** What {@code features} ask for: {@code scaling} goes before {@code full} and {@code basic}. */
  public static Bounds of(Set<Feature> features) {
    if (features.contains(Feature.SCALING)) {
      return SCALING;
    }
    return features.contains(Feature.FULL) ? FULL : BASIC;
  }

  /**
   * Returns the bounds that {@code release} was made with: they are its own, so that what is live
   * keeps its size until another release is.
   */
  public static Bounds of(Release release) {
    var features = release.config().getOrDefault(AppConfig.FEATURES, "");
    return of(
        Arrays.stream(Feature.values())
            .filter(it -> Set.of(features.split(",")).contains(it.text()))
            .collect(Collectors.toSet()));
  }

  /** The size nearest to {@code replicas} that is within the bounds. */
  public int clamp(int replicas) {
    return Math.clamp(replicas, min, max);
  }
}
