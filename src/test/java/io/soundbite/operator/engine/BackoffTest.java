package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BackoffTest {
  private static final RandomGenerator LEAST = () -> 0L;
  private static final RandomGenerator MOST = () -> -1L;

  private static Failure failure(Failure.Kind kind) {
    return new Failure(kind, "sqs:CreateQueue", "queue", "no");
  }

  private static Duration pause(Failure.Kind kind, int attempt, RandomGenerator random) {
    return Duration.between(NOON, backoff(kind, attempt, random).notBefore());
  }

  private static Backoff backoff(Failure.Kind kind, int attempt) {
    return backoff(kind, attempt, LEAST);
  }

  private static Backoff backoff(Failure.Kind kind, int attempt, RandomGenerator random) {
    var backoff = Backoff.first(failure(kind), NOON, random);
    for (int i = 1; i < attempt; i++) {
      backoff = backoff.again(failure(kind), NOON, random);
    }
    assertThat(backoff.attempts()).isEqualTo(attempt);
    return backoff;
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 1500", "3, 2250", "9, 25628", "10, 30000", "12, 30000", "500, 30000"})
  void whatMayPassIsTriedAgainEverMoreRarelyUpToHalfAMinute(int attempt, long most) {
    assertThat(pause(Failure.Kind.THROTTLED, attempt, LEAST)).hasMillis(most / 2);
    assertThat(pause(Failure.Kind.THROTTLED, attempt, MOST))
        .isBetween(Duration.ofMillis(most - 1), Duration.ofMillis(most));
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.Kind.class,
      names = {"DENIED", "INVALID", "QUOTA"})
  void refusalsAreRetriedSoonThreeTimesAndLastThereafter(Failure.Kind kind) {
    assertThat(pause(kind, 1, LEAST)).hasMillis(1_000);
    assertThat(pause(kind, 2, LEAST)).hasMillis(2_500);
    assertThat(pause(kind, 3, LEAST)).hasMillis(7_500);
    assertThat(backoff(kind, 3).isLasting()).isFalse();
    for (var attempt : List.of(4, 5, 30)) {
      assertRetriedEveryFewMinutes(kind, attempt);
      assertThat(backoff(kind, attempt).isLasting()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.Kind.class,
      names = {"TAKEN", "IMMUTABLE", "HELD", "TOO_LARGE"})
  void failuresThatTimeDoesNotHelpLastFromTheFirst(Failure.Kind kind) {
    for (var attempt : List.of(1, 2, 30)) {
      assertRetriedEveryFewMinutes(kind, attempt);
      assertThat(backoff(kind, attempt).isLasting()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.Kind.class,
      names = {"THROTTLED", "UNAVAILABLE", "CONFLICT", "COOLDOWN"})
  void whatMayPassNeverLasts(Failure.Kind kind) {
    assertThat(backoff(kind, 30).isLasting()).isFalse();
  }

  @Test
  void aFailureWithoutBackoffCountsAsItIs() {
    assertThat(Backoff.none(failure(Failure.Kind.DENIED)).isLasting()).isTrue();
    assertThat(Backoff.none(failure(Failure.Kind.CONFLICT)).isLasting()).isFalse();
  }

  private static void assertRetriedEveryFewMinutes(Failure.Kind kind, int attempt) {
    assertThat(pause(kind, attempt, LEAST)).hasSeconds(150);
    assertThat(pause(kind, attempt, MOST))
        .isBetween(Duration.ofSeconds(299), Duration.ofMinutes(5));
  }

  @Test
  void theNewestFailureIsShown() {
    var again =
        Backoff.first(failure(Failure.Kind.THROTTLED), NOON, LEAST)
            .again(failure(Failure.Kind.DENIED), NOON, LEAST);

    assertThat(again.failure()).isEqualTo(failure(Failure.Kind.DENIED));
  }

  @Test
  void aKeyIsRipeWhenItWasReadLatelyAndNothingIsPending() {
    var key = Samples.key("queue");
    Map<io.soundbite.operator.blueprint.Key, Observation<?>> seen =
        Map.of(key, Samples.present(Samples.thing("queue")));
    var failed = Map.of(key, Backoff.first(failure(Failure.Kind.THROTTLED), NOON, LEAST));
    var half = NOON.plusMillis(500);

    assertThat(Snapshot.empty().ripe(key, NOON, NOON)).as("not read").isFalse();
    assertThat(ripe(new Snapshot(seen, Map.of(), Map.of(), false))).isTrue();
    assertThat(new Snapshot(seen, Map.of(), Map.of(), false).ripe(key, half, half))
        .as("read too long ago")
        .isFalse();
    assertThat(ripe(new Snapshot(seen, Map.of(), Map.of(key, "comes"), false))).isFalse();
    assertThat(new Snapshot(seen, failed, Map.of(), false).ripe(key, NOON, half.minusMillis(1)))
        .isFalse();
    assertThat(new Snapshot(seen, failed, Map.of(), false).ripe(key, NOON, half)).isTrue();
  }

  private static boolean ripe(Snapshot snapshot) {
    return snapshot.ripe(Samples.key("queue"), NOON, NOON);
  }
}
