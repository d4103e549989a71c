package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What is done about live resources that are not as declared. */
public record DriftSpec(
    @Default("Heal")
        @JsonPropertyDescription(
            "Heal: what differs is put right, and what the spec asks for is done. Plan: nothing is"
                + " changed by itself, neither drift nor spec; status.plan shows what would be"
                + " done, with a hash, and the annotation soundbite.io/apply: <hash> does exactly"
                + " that. Default: Heal.")
        Policy policy,
    @Default("5m")
        @Size(min = 2, max = 18)
        @ValidationRule(
            value =
                "self.matches('"
                    + Rules.DURATION
                    + "') && duration(self) >= duration('1m') && duration(self) <="
                    + " duration('24h')",
            message =
                "spec.drift.interval must be a duration from 1m to 24h, such as 90s, 5m or 1h30m")
        @JsonPropertyDescription(
            "How often the AWS resources are read: hours, minutes and seconds, such as 90s, 5m or"
                + " 1h30m; from 1m to 24h. Kubernetes objects are watched. Default: 5m.")
        String interval,
    @Size(max = 20)
        @JsonPropertyDescription(
            "Fields that are left as they are found, at most 20 resources. They are set when the"
                + " resource is created, and neither compared nor written afterwards.")
        List<IgnoreSpec> ignore) {

  /** Applies the schema's defaults. */
  public DriftSpec {
    policy = Objects.requireNonNullElse(policy, Policy.HEAL);
    interval = Objects.requireNonNullElse(interval, "5m");
    ignore = ignore == null ? List.of() : List.copyOf(ignore);
  }

  /** What an absent {@code spec.drift} means. */
  public static DriftSpec defaults() {
    return new DriftSpec(Policy.HEAL, "5m", List.of());
  }

  /** {@code interval} as a duration. */
  public Duration every() {
    return Durations.parse(interval);
  }

  /** Whether differences are put right or only shown. */
  public enum Policy {
    @JsonProperty("Heal")
    HEAL,
    @JsonProperty("Plan")
    PLAN
  }
}
