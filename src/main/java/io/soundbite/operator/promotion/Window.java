package io.soundbite.operator.promotion;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.soundbite.operator.api.v1alpha1.FreezeSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * The times of one freeze. The schedule is matched on the clock on the wall alone, and put on the
 * time line here: a start that is skipped when clocks go forward is at that moment, and one that
 * comes twice when they go back is at both.
 */
record Window(ExecutionTime schedule, ZoneId zone, Duration length) {
  /** Names of the IANA database that the Java runtime leaves out, with what they are links to. */
  private static final Map<String, String> LINKS =
      Map.of(
          "EST", "America/Panama",
          "MST", "America/Phoenix",
          "HST", "Pacific/Honolulu",
          "ROC", "Asia/Taipei");

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none, with a sentence that says what is wrong
   */
  static Window of(FreezeSpec spec) {
    try {
      var schedule = ExecutionTime.forCron(PARSER.parse(spec.schedule()));
      if (schedule.lastExecution(Instant.EPOCH.atZone(ZoneOffset.UTC)).isEmpty()) {
        throw new IllegalArgumentException("no day is ever on \"%s\"".formatted(spec.schedule()));
      }
      return new Window(schedule, ZoneId.of(spec.timeZone(), LINKS), spec.length());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** When the freeze that is on at {@code now} ends; empty when none is. */
  Optional<Instant> end(Instant now) {
    return start(now, now.minus(length)).map(it -> it.plus(length)).filter(now::isBefore);
  }

  /** The last start that is not after {@code now}; it may be missed before {@code earliest}. */
  private Optional<Instant> start(Instant now, Instant earliest) {
    var offset = zone.getRules().getOffset(now);
    var local = last(LocalDateTime.ofInstant(now, offset));
    var change = zone.getRules().previousTransition(now.plusNanos(1));
    if (change == null || local.filter(it -> !it.isBefore(change.getDateTimeAfter())).isPresent()) {
      return local.map(it -> it.toInstant(offset));
    }
    if (change.isGap()
        && local.filter(it -> !it.isBefore(change.getDateTimeBefore())).isPresent()) {
      return Optional.of(change.getInstant());
    }
    return change.getInstant().isAfter(earliest)
        ? start(change.getInstant().minusNanos(1), earliest)
        : Optional.empty();
  }

  /** The last time of the schedule that is not after {@code local}. */
  private Optional<LocalDateTime> last(LocalDateTime local) {
    var next = local.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    return schedule.lastExecution(next.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }
}
