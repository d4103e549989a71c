package io.soundbite.operator.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Readings in rounds, so that all environments of a scope are read together whenever each of them
 * began: a listing then serves them all. Rounds are a twentieth closer together than the interval;
 * where they lie is a matter of chance, so that scopes, and operators of one account, do not come
 * all at once. What is read or written between two rounds is read again with the next of them that
 * is the last within the interval.
 *
 * <p>Rounds of an interval that is a multiple of another's fall together with those.
 *
 * @param offset of one of the rounds, in milliseconds since the epoch
 */
record Rounds(long offset) implements Schedule {
  private static final double CLOSER = 0.95;

  /** Rounds that lie anywhere. */
  static Rounds any(RandomGenerator random) {
    return new Rounds(random.nextLong(Duration.ofDays(1).toMillis()));
  }

  @Override
  public Instant next(Instant last, Duration interval) {
    var apart = Math.max(1, Math.round(interval.toMillis() * CLOSER));
    var latest = last.plus(interval).toEpochMilli();
    return Instant.ofEpochMilli(latest - Math.floorMod(latest - offset, apart));
  }
}
