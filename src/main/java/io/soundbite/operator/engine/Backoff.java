package io.soundbite.operator.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When to try a failing resource again: exponential up to half a minute, never giving up; rarely
 * when trying again can hardly help. Jittered, so that what failed together is not tried together.
 *
 * @param attempts failures so far
 * @param notBefore when the next try is due
 * @param failure the newest
 */
public record Backoff(int attempts, Instant notBefore, Failure failure) {
  private static final Duration FIRST = Duration.ofSeconds(1);

  /**
   * Gentle: a resource that takes several calls to read fails far more often than one call does.
   */
  private static final double GROWTH = 1.5;

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration LASTING = Duration.ofMinutes(5);

  /** After a first failure. */
  public static Backoff first(Failure failure, Instant now, RandomGenerator random) {
    return new Backoff(1, now.plus(pause(1, failure, random)), failure);
  }

  /** After one more. */
  public Backoff again(Failure next, Instant now, RandomGenerator random) {
    return new Backoff(attempts + 1, now.plus(pause(attempts + 1, next, random)), next);
  }

  private static Duration pause(int attempt, Failure failure, RandomGenerator random) {
    // A defect may be met in one state of things only, which another reading may have changed.
    var slow = !failure.kind().passing() || failure.kind() == Failure.Kind.COOLDOWN;
    if (slow && failure.kind() != Failure.Kind.DEFECT) {
      return jittered(LASTING, random);
    }
    var grown = FIRST.toMillis() * Math.pow(GROWTH, attempt - 1);
    return jittered(Duration.ofMillis((long) Math.min(grown, (double) LONGEST.toMillis())), random);
  }

  /** Between half and all of {@code pause}. */
  private static Duration jittered(Duration pause, RandomGenerator random) {
    return Duration.ofMillis((long) (pause.toMillis() * (0.5 + random.nextDouble() / 2)));
  }
}
