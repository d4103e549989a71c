package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.RedriveStatus;
import io.soundbite.operator.api.v1alpha1.RedriveStatus.Step;
import io.soundbite.operator.api.v1alpha1.RedriveStatus.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RedriveRulesTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Problem DENIED = new Problem("AccessDenied", "No.", true);

  @Test
  void nobodyAsksForAnything() {
    var rules = rules(false, null, null);

    assertThat(rules.wanted()).isFalse();
    assertThat(rules.looks()).isFalse();
    assertThat(rules.off().due()).isEmpty();
    assertThat(conditions(rules.off())).isEmpty();
  }

  @Test
  void theFirstLookIsAtOnce() {
    var rules = rules(true, null, null);

    assertThat(rules.looks()).isTrue();
    assertThat(rules.begins()).isEmpty();
    assertThat(rules.found(0).status()).isNull();
    assertThat(rules.found(7).status())
        .isEqualTo(round(1, 7, NOON, Trigger.SCHEDULE, Step.STARTING));
  }

  @ParameterizedTest
  @CsvSource({"0, false", "899, false", "900, true", "901, true"})
  void theNextLookIsAQuarterOfAnHourAfterTheRound(int seconds, boolean looks) {
    var rules = rules(true, null, started(1, 5, NOON.minusSeconds(seconds)));

    assertThat(rules.looks()).isEqualTo(looks);
    assertThat(rules.waits().due().isPresent()).isNotEqualTo(looks);
    rules
        .waits()
        .due()
        .ifPresent(due -> assertThat(due).isEqualTo(NOON.plusSeconds(900L - seconds)));
  }

  @Test
  void eachRoundIsLookedForAnew() {
    var first = rules(true, null, null).look();
    var second = rules(true, null, started(1, 5, NOON)).look();
    var third = rules(true, null, started(1, 5, NOON.plusSeconds(1))).look();

    assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
    assertThat(rules(true, "now", started(1, 5, NOON)).look()).isNotIn(first, second, third);
  }

  @ParameterizedTest
  @CsvSource({
    // rounds so far, messages then, messages now: rounds after
    "1, 5, 5, 2",
    "1, 5, 6, 2",
    "1, 5, 4, 1",
    "2, 5, 5, 3",
    "2, 5, 4, 1",
    "3, 5, 4, 1",
    "0, 5, 9, 1"
  })
  void roundsInVainAreCounted(int rounds, long then, long now, int after) {
    var found = rules(true, null, started(rounds, then, LONG_AGO)).found(now);

    assertThat(found.status()).isEqualTo(round(after, now, NOON, Trigger.SCHEDULE, Step.STARTING));
    assertThat(condition(found)).isEqualTo("True Watching");
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "5, 6"})
  void theThirdRoundInVainIsTheLast(long then, long now) {
    var third = started(3, then, LONG_AGO);

    var found = rules(true, null, third).found(now);

    assertThat(found.status()).isEqualTo(third.stopped());
    assertThat(condition(found)).isEqualTo("False PoisonMessages");
  }

  /** Messages that expire make them fewer too. */
  @ParameterizedTest
  @CsvSource({"4", "5", "6"})
  void onceStoppedFewerAreNoReasonToGoOn(long now) {
    var stopped = started(3, 5, LONG_AGO).stopped();

    assertThat(rules(true, null, stopped).found(now).status()).isEqualTo(stopped);
    assertThat(condition(rules(true, null, stopped).waits())).isEqualTo("False PoisonMessages");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void anEmptyQueueBeginsACountAnew(Step step) {
    var before = round(3, 5, LONG_AGO, Trigger.SCHEDULE, step);

    var emptied = rules(true, null, before).found(0);

    assertThat(emptied.status()).isEqualTo(started(0, 5, LONG_AGO));
    assertThat(condition(emptied)).isEqualTo("True Watching");
    assertThat(rules(true, null, emptied.status()).found(9).status())
        .isEqualTo(round(1, 9, NOON, Trigger.SCHEDULE, Step.STARTING));
  }

  @Test
  void anEmptyQueueIsSaidOnce() {
    var before = started(0, 5, LONG_AGO);

    assertThat(rules(true, null, before).found(0).status()).isSameAs(before);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aPersonSetsItGoingAgain(boolean auto) {
    var rules = rules(auto, "now", started(3, 5, NOON).stopped());

    assertThat(rules.wanted()).isTrue();
    assertThat(rules.byHand()).isTrue();
    assertThat(rules.looks()).isTrue();
    assertThat(rules.found(5).answered()).isTrue();
    assertThat(rules.found(5).status())
        .isEqualTo(round(1, 5, NOON, Trigger.ANNOTATION, Step.STARTING));
  }

  @Test
  void thereIsNothingToMoveForAPerson() {
    var found = rules(false, "now", null).found(0);

    assertThat(found.answered()).isTrue();
    assertThat(found.status()).isNull();
    assertThat(conditions(found)).isEmpty();
  }

  @Test
  void whatIsRecordedIsBegun() {
    var round = round(1, 5, NOON, Trigger.SCHEDULE, Step.STARTING);
    var rules = rules(true, null, round);

    assertThat(rules.begins()).contains(round);
    assertThat(rules.byHand()).isFalse();
    assertThat(rules.begun(round).status()).isEqualTo(round.started());
    assertThat(rules(true, null, round.started()).begins()).isEmpty();
    assertThat(rules(true, null, round.stopped()).begins()).isEmpty();
  }

  @Test
  void aRoundOfTheScheduleIsNotBegunOnceTheScheduleIsOff() {
    var round = round(1, 5, NOON, Trigger.SCHEDULE, Step.STARTING);

    assertThat(rules(false, null, round).wanted()).isFalse();
    assertThat(rules(false, null, round).begins()).isEmpty();
  }

  @Test
  void aPersonsRoundIsBegunWithoutASchedule() {
    var round = round(1, 5, NOON, Trigger.ANNOTATION, Step.STARTING);
    var rules = rules(false, null, round);

    assertThat(rules.byHand()).isTrue();
    assertThat(rules.begins()).contains(round);
    assertThat(conditions(rules.begun(round))).isEmpty();
  }

  @Test
  void whatIsInTheWayIsSaidAndChangesNothing() {
    var before = started(2, 5, LONG_AGO);

    var held = rules(true, "now", before).held(DENIED);

    assertThat(held.status()).isSameAs(before);
    assertThat(held.answered()).isFalse();
    assertThat(condition(held)).isEqualTo("False AccessDenied");
  }

  @Test
  void whatIsNotReadYetLeavesTheConditionAsItWas() {
    var conditions = new Conditions(List.of(), 1, NOON);
    rules(true, null, null).held(DENIED).in(conditions);

    rules(true, null, null).unread().in(conditions);

    assertThat(conditions.list()).extracting(it -> it.getReason()).containsExactly("AccessDenied");
  }

  /** Whatever comes in, no more than three rounds pass without the queue shrinking. */
  @ParameterizedTest
  @CsvSource({
    "5 5 5 5 5 5, 3",
    "5 6 7 8 9 9, 3",
    "5 4 4 4 4 4, 4",
    "5 5 0 5 5 5 5 5, 5",
    "0 0 0, 0"
  })
  void rounds(String messages, int expected) {
    RedriveStatus status = null;
    var now = NOON;
    var begun = 0;
    for (var seen : messages.split(" ")) {
      var rules = new RedriveRules(true, Optional.empty(), status, now);
      assertThat(rules.looks()).isTrue();
      status = rules.found(Long.parseLong(seen)).status();
      var round = new RedriveRules(true, Optional.empty(), status, now).begins();
      if (round.isPresent()) {
        begun++;
        status = rules.begun(round.get()).status();
      }
      now = now.plus(RedriveRules.EVERY);
    }

    assertThat(begun).isEqualTo(expected);
  }

  private static final Instant LONG_AGO = NOON.minus(Duration.ofHours(1));

  private static RedriveRules rules(
      boolean auto, @Nullable String asked, @Nullable RedriveStatus before) {
    return new RedriveRules(auto, Optional.ofNullable(asked), before, NOON);
  }

  private static RedriveStatus started(int rounds, long messages, Instant at) {
    return round(rounds, messages, at, Trigger.SCHEDULE, Step.STARTED);
  }

  private static RedriveStatus round(
      int rounds, long messages, Instant at, Trigger trigger, Step step) {
    return new RedriveStatus(rounds, messages, at.toString(), trigger, step);
  }

  private static List<String> conditions(Redrive redrive) {
    var conditions = new Conditions(List.of(), 1, NOON);
    new RedriveRules(true, Optional.empty(), null, NOON).waits().in(conditions);
    redrive.in(conditions);
    return conditions.list().stream().map(it -> it.getStatus() + " " + it.getReason()).toList();
  }

  private static String condition(Redrive redrive) {
    return conditions(redrive).getFirst();
  }
}
