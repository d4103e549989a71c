package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Objects;

/** A time in which no release goes live. */
public record FreezeSpec(
    @Required
        @Size(min = 9, max = 128)
        @ValidationRule(
            value = "self.matches('" + Rules.CRON + "')",
            message =
                "spec.promotion.freeze[].schedule must be five fields of cron, minute, hour, day of"
                    + " month, month, day of week, such as \"0 18 * * FRI\"")
        @JsonPropertyDescription(
            "When the freeze begins, in five fields of cron: minute, hour, day of month, month, day"
                + " of week, such as \"0 18 * * FRI\". Required.")
        String schedule,
    @Required
        @Size(min = 2, max = 18)
        @ValidationRule(
            value =
                "self.matches('"
                    + Rules.DURATION
                    + "') && duration(self) >= duration('1m') && duration(self) <="
                    + " duration('8784h')",
            message =
                "spec.promotion.freeze[].duration must be a duration from 1m to 8784h, such as 62h"
                    + " or 90m")
        @JsonPropertyDescription(
            "How long it lasts, in time that passes, whatever clocks are set to meanwhile: hours,"
                + " minutes and seconds, such as 62h or 90m; from 1m to 8784h (366 days). Required.")
        String duration,
    @Default("UTC")
        @Size(min = 1, max = 64)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$')",
            message =
                "spec.promotion.freeze[].timeZone must be a name of the IANA time zone database,"
                    + " such as Europe/Berlin or UTC")
        @JsonPropertyDescription(
            "Whose clock the schedule is read by: a name of the IANA time zone database, such as"
                + " Europe/Berlin. Default: UTC.")
        String timeZone) {
  /** Applies the schema's default. */
  public FreezeSpec {
    timeZone = Objects.requireNonNullElse(timeZone, "UTC");
  }

  /** {@code duration} as one. */
  public Duration length() {
    return Durations.parse(duration);
  }
}
