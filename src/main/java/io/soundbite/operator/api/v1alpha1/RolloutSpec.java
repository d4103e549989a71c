package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        String scaleDownDelay,
    @Size(min = 2, max = 18)
        @ValidationRule(
            value = "self.matches('" + Rules.DURATION + "') && duration(self) <= duration('10m')",
            message = "spec.rollout.overlap must be a duration up to 10m, such as 30s; 0s for none")
        @JsonPropertyDescription(
            "For how long the live Service selects both slots in a switch, for load balancers that"
                + " register slowly: hours, minutes and seconds, such as 30s; up to 10m. Default:"
                + " 90s where spec.ingress is for the AWS Load Balancer Controller (className alb, or"
                + " an annotation of alb.ingress.kubernetes.io), otherwise 0s.")
        @Nullable String overlap,
    @Default("true")
        @JsonPropertyDescription(
            "Whether a release that fails (deadline, image, crashing pods, verification, processor)"
                + " is taken down by itself, for what was live before. If false it stays as it is"
                + " until spec changes; what is live is untouched either way. Default: true.")
        Boolean autoRollback,
    @JsonPropertyDescription(
            "How a release is tried out before it goes live. Default: it goes live when its pods"
                + " are available.")
        @Nullable VerificationSpec verification) {
  /** Applies the schema's defaults. */
  public RolloutSpec {
    progressDeadline = Objects.requireNonNullElse(progressDeadline, "10m");
    scaleDownDelay = Objects.requireNonNullElse(scaleDownDelay, "10m");
    autoRollback = Objects.requireNonNullElse(autoRollback, true);
  }

  /** What the schema's defaults make of nothing. */
  public static RolloutSpec defaults() {
    return new RolloutSpec("10m", "10m", null, true, null);
  }

  /** Returns {@code overlap} as a duration; empty where the default holds. */
  public Optional<Duration> overlapping() {
    return Optional.ofNullable(overlap).map(Durations::parse);
  }

  /** What is run to try a release out. */
  public Optional<VerificationJob> trial() {
    return Optional.ofNullable(verification).map(VerificationSpec::job);
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
