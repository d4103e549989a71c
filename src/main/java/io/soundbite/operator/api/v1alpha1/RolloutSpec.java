package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Objects;

/** How a release takes over from the one before. */
public record RolloutSpec(
    @Default("10m")
        @Size(min = 2, max = 18)
        @ValidationRule(
            value =
                "self.matches('"
                    + Rules.DURATION
                    + "') && duration(self) >= duration('10s') && duration(self) <= duration('6h')",
            message =
                "spec.rollout.progressDeadline must be a duration from 10s to 6h, such as 90s, 10m"
                    + " or 1h30m")
        @JsonPropertyDescription(
            "How long a new release may take to become available before it is given up: hours,"
                + " minutes and seconds, such as 90s, 10m or 1h30m; from 10s to 6h. Default: 10m.")
        String progressDeadline,
    @Default("10m")
        @Size(min = 2, max = 18)
        @ValidationRule(
            value =
                "self.matches('"
                    + Rules.DURATION
                    + "') && duration(self) >= duration('30s') && duration(self) <="
                    + " duration('168h')",
            message =
                "spec.rollout.scaleDownDelay must be a duration from 30s to 168h, such as 90s, 10m"
                    + " or 1h30m")
        @JsonPropertyDescription(
            "How long the previous release stays warm after a switch, so that a rollback takes"
                + " seconds: hours, minutes and seconds, such as 90s, 10m or 1h30m; from 30s to"
                + " 168h. Default: 10m.")
        String scaleDownDelay) {
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
