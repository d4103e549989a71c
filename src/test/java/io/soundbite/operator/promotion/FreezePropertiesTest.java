package io.soundbite.operator.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.Durations;
import io.soundbite.operator.api.v1alpha1.FreezeSpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A freeze is on exactly when a look at every minute before says so. */
class FreezePropertiesTest {
  private static final List<String> CHANGES =
      List.of(
          "2026-03-29T01:00:00Z", // Europe/Berlin
          "2026-10-25T01:00:00Z",
          "2026-03-08T07:00:00Z", // America/New_York
          "2026-11-01T06:00:00Z",
          "2026-04-04T15:00:00Z", // Australia/Lord_Howe, by half an hour
          "2026-10-03T15:30:00Z",
          "2028-02-29T00:00:00Z",
          "2026-12-31T23:59:00Z");
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata");

  /**
   * A field of cron and what it means.
   *
   * @param star whether it is the one for any
   */
  record Field(String text, Predicate<LocalDateTime> fits, boolean star) {
    static Field every() {
      return new Field("*", it -> true, true);
    }
  }

  /** A schedule and what it means: of the two kinds of day, one is enough when both are given. */
  record Schedule(Field minute, Field hour, Field day, Field weekday) {
    String text() {
      return "%s %s %s * %s".formatted(minute.text, hour.text, day.text, weekday.text);
    }

    boolean fits(LocalDateTime time) {
      var byDay = day.fits.test(time);
      var byWeekday = weekday.fits.test(time);
      return minute.fits.test(time)
          && hour.fits.test(time)
          && (day.star || weekday.star ? byDay && byWeekday : byDay || byWeekday);
    }
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void agreesWithALookAtEveryMinute(
      @ForAll("schedules") Schedule schedule,
      @ForAll("minutes") int minutes,
      @ForAll("zones") String zone,
      @ForAll("times") Instant now) {
    var length = Duration.ofMinutes(minutes);
    var window = Window.of(new FreezeSpec(schedule.text(), Durations.text(length), zone));

    assertThat(window.end(now)).isEqualTo(end(schedule, length, ZoneId.of(zone), now));
  }

  /** The gate is shut all the time until it says it opens, and then it does. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void isShutUntilNoneIsOn(
      @ForAll("schedules") Schedule one,
      @ForAll("schedules") Schedule other,
      @ForAll("minutes") int minutes,
      @ForAll("zones") String zone,
      @ForAll("times") Instant now) {
    var length = Duration.ofMinutes(minutes);
    var text = Durations.text(length);
    var question = new Question();
    question.freezes =
        List.of(new FreezeSpec(one.text(), text, zone), new FreezeSpec(other.text(), text, "UTC"));
    question.now = now;
    Predicate<Instant> frozen =
        at ->
            end(one, length, ZoneId.of(zone), at).isPresent()
                || end(other, length, ZoneOffset.UTC, at).isPresent();

    var opens = question.verdict().opens();

    assertThat(opens.isPresent()).isEqualTo(frozen.test(now));
    opens.ifPresent(
        at -> {
          var step = Duration.between(now, at).dividedBy(50);
          assertThat(LongStream.range(0, 50).mapToObj(it -> now.plus(step.multipliedBy(it))))
              .allMatch(frozen);
          assertThat(at.minusNanos(1)).matches(frozen);
          assertThat(question.shut().message().contains("not before")).isEqualTo(frozen.test(at));
        });
  }

  private static Optional<Instant> end(
      Schedule schedule, Duration length, ZoneId zone, Instant now) {
    var last = now.truncatedTo(ChronoUnit.MINUTES);
    return LongStream.rangeClosed(0, length.toMinutes())
        .mapToObj(before -> last.minus(before, ChronoUnit.MINUTES))
        .filter(minute -> begins(schedule, zone, minute))
        .findFirst()
        .map(start -> start.plus(length))
        .filter(now::isBefore);
  }

  /** Also when the clock on the wall jumps over a start to get to this minute. */
  private static boolean begins(Schedule schedule, ZoneId zone, Instant minute) {
    var time = LocalDateTime.ofInstant(minute, zone);
    var before = LocalDateTime.ofInstant(minute.minus(1, ChronoUnit.MINUTES), zone);
    var skipped = Math.max(0, ChronoUnit.MINUTES.between(before, time) - 1);
    return LongStream.rangeClosed(0, skipped).mapToObj(time::minusMinutes).anyMatch(schedule::fits);
  }

  @Provide
  Arbitrary<Schedule> schedules() {
    var minute =
        Arbitraries.integers()
            .between(0, 59)
            .flatMap(
                it ->
                    Arbitraries.of(
                        Field.every(),
                        new Field("" + it, time -> time.getMinute() == it, false),
                        new Field("*/20", time -> time.getMinute() % 20 == 0, false)));
    var hour =
        Arbitraries.integers()
            .between(0, 20)
            .flatMap(
                it ->
                    Arbitraries.of(
                        Field.every(),
                        new Field("" + it, time -> time.getHour() == it, false),
                        new Field(
                            it + "-" + (it + 3),
                            time -> time.getHour() >= it && time.getHour() <= it + 3,
                            false),
                        new Field(
                            "1,2,3", time -> List.of(1, 2, 3).contains(time.getHour()), false)));
    var day =
        Arbitraries.integers()
            .between(1, 31)
            .flatMap(
                it ->
                    Arbitraries.of(
                        Field.every(),
                        Field.every(),
                        new Field("" + it, time -> time.getDayOfMonth() == it, false)));
    var weekday =
        Arbitraries.of(DayOfWeek.class)
            .flatMap(
                it ->
                    Arbitraries.of(
                        Field.every(),
                        new Field(
                            it.name().substring(0, 3), time -> time.getDayOfWeek() == it, false),
                        new Field(
                            it.name().substring(0, 3).toLowerCase(Locale.ROOT),
                            time -> time.getDayOfWeek() == it,
                            false),
                        new Field("" + it.getValue() % 7, time -> time.getDayOfWeek() == it, false),
                        new Field("1-5", time -> time.getDayOfWeek().getValue() <= 5, false)));
    return Combinators.combine(minute, hour, day, weekday).as(Schedule::new);
  }

  @Provide
  Arbitrary<Integer> minutes() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 120), Arbitraries.integers().between(1, 62 * 60));
  }

  @Provide
  Arbitrary<String> zones() {
    return Arbitraries.of(ZONES);
  }

  /** Around changes of clocks and calendars. */
  @Provide
  Arbitrary<Instant> times() {
    var near = Arbitraries.integers().between(-3 * 3600, 3 * 3600);
    var far = Arbitraries.integers().between(-3 * 86_400, 3 * 86_400);
    return Combinators.combine(Arbitraries.of(CHANGES), Arbitraries.oneOf(near, far))
        .as((change, seconds) -> Instant.parse(change).plusSeconds(seconds));
  }
}
