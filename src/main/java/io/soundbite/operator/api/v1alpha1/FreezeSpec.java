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
                    + " month, month, day of week, such as \"0 18 * * FRI\": minutes 0-59, hours"
                    + " 0-23, days 1-31, months 1-12 or JAN-DEC, days of the week 0-7 or MON-SUN,"
                    + " steps of at least 1")
        @ValidationRule(
            value =
                "self.findAll('[0-9]{1,9}-[0-9]{1,9}').all(r, int(r.split('-')[0]) <="
                    + " int(r.split('-')[1])) &&"
                    + " self.upperAscii().findAll('[A-Z]{3}-[A-Z]{3}').all(r, '"
                    + Rules.CRON_NAMES
                    + "'.indexOf(r.substring(0, 3)) <= '"
                    + Rules.CRON_NAMES
                    + "'.indexOf(r.substring(4)))",
            message =
                "spec.promotion.freeze[].schedule must have ranges that go upwards, from MON to"
                    + " SUN: instead of FRI-MON write FRI-SUN,MON; instead of 22-6, 22-23,0-6")
        @ValidationRule(
            value =
                "!self.matches('"
                    + Rules.NEVER_IN_FEBRUARY
                    + "') && !self.matches('"
                    + Rules.NEVER_THE_31ST
                    + "')",
            message =
                "spec.promotion.freeze[].schedule must be on some day: the month has no such day")
        @JsonPropertyDescription(
            "When the freeze begins, in five fields of cron: minute, hour, day of month, month, day"
                + " of week, such as \"0 18 * * FRI\"; ranges go upwards, from MON to SUN. Required.")
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
            value = "self.matches('" + Rules.TIME_ZONE + "')",
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
