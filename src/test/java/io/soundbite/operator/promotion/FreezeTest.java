package io.soundbite.operator.promotion;

import static io.soundbite.operator.promotion.Question.freeze;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.FreezeSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times in which releases wait, to the instant, over changes of clocks and calendars. */
class FreezeTest {
  private final Question question = new Question();

  private void frozen(FreezeSpec... freezes) {
    question.freezes = List.of(freezes);
  }

  /** Frozen from the one instant on, until the other. */
  private void assertFrozen(String from, String to) {
    var since = Instant.parse(from);
    var until = Instant.parse(to);
    assertThat(end(since.minusNanos(1))).as("just before").isNotEqualTo(Optional.of(until));
    assertThat(end(since)).as("at the start").contains(until);
    assertThat(end(since.plus(Duration.between(since, until).dividedBy(2)))).contains(until);
    assertThat(end(until.minusNanos(1))).as("just before the end").contains(until);
    assertThat(end(until)).as("at the end").isEmpty();
  }

  private void assertFree(String at) {
    assertThat(end(Instant.parse(at))).isEmpty();
  }

  private Optional<Instant> end(Instant at) {
    question.now = at;
    assertThat(question.verdict().isOpen()).isEqualTo(question.verdict().opens().isEmpty());
    return question.verdict().opens();
  }

  @Test
  void saysWhichAndUntilWhen() {
    frozen(freeze("0 3 1 1 *", "1h", "UTC"), freeze("0 18 * * FRI", "62h", "Europe/Berlin"));
    question.now = Instant.parse("2026-11-21T12:00:00Z");

    assertThat(question.shut())
        .isEqualTo(
            new Ruling.Shut(
                "Freeze",
                "Frozen",
                "1.4.2 (bbbbbbbbbbbb) waits: releases are frozen by \"0 18 * * FRI\""
                    + " (Europe/Berlin, for 62h). This opens at 2026-11-23T07:00:00Z.",
                Optional.of(Instant.parse("2026-11-23T07:00:00Z"))));
  }

  /** Sixty-two hours are as long when a night in between has 23 or 25 of them. */
  @ParameterizedTest
  @CsvSource({
    "UTC,              2026-11-20T18:00:00Z, 2026-11-23T08:00:00Z",
    "Europe/Berlin,    2026-03-20T17:00:00Z, 2026-03-23T07:00:00Z",
    "Europe/Berlin,    2026-03-27T17:00:00Z, 2026-03-30T07:00:00Z",
    "Europe/Berlin,    2026-04-03T16:00:00Z, 2026-04-06T06:00:00Z",
    "Europe/Berlin,    2026-10-23T16:00:00Z, 2026-10-26T06:00:00Z",
    "Europe/Berlin,    2026-10-30T17:00:00Z, 2026-11-02T07:00:00Z",
    "America/New_York, 2026-03-06T23:00:00Z, 2026-03-09T13:00:00Z",
    "America/New_York, 2026-03-13T22:00:00Z, 2026-03-16T12:00:00Z",
    "America/New_York, 2026-10-30T22:00:00Z, 2026-11-02T12:00:00Z",
    "America/New_York, 2026-11-06T23:00:00Z, 2026-11-09T13:00:00Z"
  })
  void weekendsAreAsLongOverChangesOfClocks(String zone, String from, String to) {
    frozen(freeze("0 18 * * FRI", "62h", zone));

    assertFrozen(from, to);
    assertFree(Instant.parse(from).minusSeconds(1).toString());
  }

  /** Half past two does not come: the freeze begins when clocks go forward. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,    2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z",
    "America/New_York, 2026-03-08T07:00:00Z, 2026-03-08T08:00:00Z",
    "Europe/Berlin,    2026-03-30T00:30:00Z, 2026-03-30T01:30:00Z",
    "America/New_York, 2026-03-09T06:30:00Z, 2026-03-09T07:30:00Z"
  })
  void aStartThatIsSkippedIsWhenClocksGoForward(String zone, String from, String to) {
    frozen(freeze("30 2 * * *", "1h", zone));

    assertFrozen(from, to);
    assertFree(Instant.parse(from).minusSeconds(1).toString());
  }

  /** Half past comes twice, an hour apart, and two freezes of an hour follow each other. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,    30 2 * * *, 2026-10-25T00:30:00Z, 2026-10-25T02:30:00Z",
    "America/New_York, 30 1 * * *, 2026-11-01T05:30:00Z, 2026-11-01T07:30:00Z"
  })
  void aStartThatComesTwiceCountsTwice(String zone, String schedule, String from, String to) {
    frozen(freeze(schedule, "1h", zone));
    assertFrozen(from, to);

    frozen(freeze(schedule, "10m", zone));
    var first = Instant.parse(from);
    assertFrozen(from, first.plusSeconds(600).toString());
    assertFree(first.plusSeconds(1200).toString());
    assertFrozen(first.plusSeconds(3600).toString(), first.plusSeconds(4200).toString());
  }

  /** A start before a change of clocks is found from long after it. */
  @Test
  void reachesBackOverBothChangesOfAYear() {
    frozen(freeze("0 0 1 1 *", "8000h", "Europe/Berlin"));

    assertFrozen("2025-12-31T23:00:00Z", "2026-11-30T07:00:00Z");
  }

  @Test
  void leapDaysComeEveryFourYears() {
    frozen(freeze("0 0 29 2 *", "24h", "UTC"));

    assertFrozen("2028-02-29T00:00:00Z", "2028-03-01T00:00:00Z");
    assertFree("2026-03-01T00:00:00Z");
    assertFree("2026-02-28T23:59:59Z");
  }

  @Test
  void dayOfMonthOrDayOfWeekAsInCron() {
    frozen(freeze("0 0 13 * FRI", "1h", "UTC"));

    assertFrozen("2026-11-20T00:00:00Z", "2026-11-20T01:00:00Z");
    assertFrozen("2026-12-13T00:00:00Z", "2026-12-13T01:00:00Z");
    assertFree("2026-11-21T00:00:00Z");
  }

  @Test
  void longerThanItsPeriodNeverEnds() {
    frozen(freeze("0 * * * *", "61m", "UTC"));
    var now = Instant.parse("2026-11-23T12:30:00Z");

    assertThat(end(now)).hasValueSatisfying(it -> assertThat(it).isAfter(now.plusSeconds(86_400)));
    assertThat(question.shut().reason()).isEqualTo("Frozen");
    assertThat(question.shut().message()).contains("This opens not before 2026-");
  }

  @Test
  void windowsThatFollowEachOtherAreOne() {
    frozen(
        freeze("0 18 * * FRI", "6h", "UTC"),
        freeze("0 0 * * SAT", "24h", "UTC"),
        freeze("0 12 * * SUN", "1h", "UTC"),
        freeze("30 23 * * SAT", "2h", "UTC"));

    assertFrozen("2026-11-20T18:00:00Z", "2026-11-22T01:30:00Z");
    assertFree("2026-11-22T11:59:59Z");
    assertFrozen("2026-11-22T12:00:00Z", "2026-11-22T13:00:00Z");
  }

  @Test
  void theLongerOfTwoThatAreOnHolds() {
    frozen(freeze("0 0 20 12 *", "360h", "UTC"), freeze("0 18 * * FRI", "62h", "UTC"));

    assertFrozen("2026-12-18T18:00:00Z", "2027-01-04T08:00:00Z");
  }

  /** The Java runtime leaves these out of the IANA database. */
  @ParameterizedTest
  @CsvSource({"EST, -5", "MST, -7", "HST, -10", "ROC, 8"})
  void zonesThatAreLinks(String zone, int offset) {
    frozen(freeze("0 12 20 11 *", "1h", zone));

    var start = Instant.parse("2026-11-20T12:00:00Z").minus(Duration.ofHours(offset));
    assertFrozen(start.toString(), start.plusSeconds(3600).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "99 18 * * FRI,   1h, UTC,           99 not in range",
    "0 18 * * FRO,    1h, UTC,           FRO",
    "0 0 30 2 *,      1h, UTC,           no day is ever on",
    "0 18 * * FRI-MON, 1h, UTC,          Invalid range",
    "0 24 * * FRI,    1h, UTC,           24 not in range",
    "*/0 * * * *,     1h, UTC,           Period 0",
    "@weekly,         1h, UTC,           @weekly",
    "0 18 * * FRI,    1h, PST,           PST",
    "0 18 * * FRI,    1h, Europe/Berlni, Europe/Berlni",
    "0 18 * * FRI,    1x, UTC,           Duration"
  })
  void whatCannotBeReadShutsTheGate(String schedule, String duration, String zone, String why) {
    frozen(freeze("0 3 1 1 *", "1h", "UTC"), freeze(schedule, duration, zone));

    var shut = question.shut();
    assertThat(shut.gate()).isEqualTo("Freeze");
    assertThat(shut.reason()).isEqualTo("FreezeInvalid");
    assertThat(shut.message())
        .startsWith("spec.promotion.freeze[1] (\"" + schedule + "\"")
        .contains("until it is put right", why)
        .doesNotContain("..");
    assertThat(shut.opens()).isEmpty();
  }
}
