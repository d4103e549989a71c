package io.soundbite.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class RoundsTest {
  private static final long YEAR = 365L * 24 * 3600 * 1000;

  /** A change made right after a reading is found within the interval. */
  @Property
  void theNextReadingIsWithinTheInterval(
      @ForAll @LongRange(min = 0, max = YEAR) long offset,
      @ForAll @LongRange(min = 0, max = YEAR) long last,
      @ForAll @LongRange(min = 1, max = 1440) long minutes) {
    var interval = Duration.ofMinutes(minutes);
    var read = Instant.ofEpochMilli(last);

    assertThat(new Rounds(offset).next(read, interval))
        .isAfter(read)
        .isBeforeOrEqualTo(read.plus(interval));
  }

  /** From round to round; a reading that took a while is no reason to skip one or read twice. */
  @Property
  void roundsAreATenthEarlierAtMost(
      @ForAll @LongRange(min = 0, max = YEAR) long offset,
      @ForAll @LongRange(min = 1, max = 1440) long minutes,
      @ForAll @LongRange(min = 0, max = 2000) long took) {
    var rounds = new Rounds(offset);
    var interval = Duration.ofMinutes(minutes);
    var round = rounds.next(Instant.EPOCH, interval);

    var next = rounds.next(round.plusMillis(took), interval);

    assertThat(Duration.between(round, next))
        .isBetween(interval.multipliedBy(9).dividedBy(10), interval);
  }

  @Property
  void whoeverWasReadWheneverIsReadAgainTogether(
      @ForAll @LongRange(min = 0, max = YEAR) long offset,
      @ForAll @LongRange(min = 1, max = 200_000) long apart) {
    var rounds = new Rounds(offset);
    var interval = Duration.ofMinutes(5);
    var round = rounds.next(Instant.EPOCH, interval);

    assertThat(rounds.next(round.plusMillis(apart), interval))
        .isEqualTo(rounds.next(round, interval));
  }

  @Property
  void aMultipleOfAnIntervalHasRoundsInCommonWithIt(
      @ForAll @LongRange(min = 0, max = YEAR) long offset,
      @ForAll @LongRange(min = 2, max = 12) long times) {
    var rounds = new Rounds(offset);
    var interval = Duration.ofMinutes(5);
    var round = rounds.next(Instant.ofEpochMilli(YEAR), interval.multipliedBy(times));

    assertThat(rounds.next(round.minusSeconds(60), interval)).isIn(round, round.plusSeconds(285));
    assertThat(rounds.next(round.minus(interval), interval)).isEqualTo(round);
  }
}
