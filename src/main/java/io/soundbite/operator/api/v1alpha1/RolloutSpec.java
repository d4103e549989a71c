package io.soundbite.operator.api.v1alpha1;

import java.time.Duration;
import java.util.Objects;

/**
 * How a release takes over from the one before.
 *
 * @param progressDeadline how long the idle slot may take to become available, as {@code 10m}
 * @param scaleDownDelay how long the previous release stays warm, at least {@code 30s}
 */
public record RolloutSpec(String progressDeadline, String scaleDownDelay) {
  /** Applies the schema's defaults. */
  public RolloutSpec {
    progressDeadline = Objects.requireNonNullElse(progressDeadline, "10m");
    scaleDownDelay = Objects.requireNonNullElse(scaleDownDelay, "10m");
  }

  /** {@code progressDeadline} as a duration. */
  public Duration deadline() {
    return Durations.parse(progressDeadline);
  }

  /** {@code scaleDownDelay} as a duration. */
  public Duration warmth() {
    return Durations.parse(scaleDownDelay);
  }
}
