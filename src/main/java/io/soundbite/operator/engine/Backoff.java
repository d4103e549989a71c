package io.soundbite.operator.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When to try a failing resource again: exponential up to a minute, never giving up; rarely when
 * trying again can hardly help. Jittered, so that what failed together is not tried together.
 *
 * @param attempts failures so far
 * @param notBefore when the next try is due
 * @param failure the newest
 */
public record Backoff(int attempts, Instant notBefore, Failure failure) {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);
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
    if (!failure.kind().passing()) {
      return jittered(LASTING, random);
    }
    var doubled = FIRST.multipliedBy(1L << Math.min(attempt - 1, 10));
    return jittered(doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled, random);
  }

  /** Between half and all of {@code pause}. */
  private static Duration jittered(Duration pause, RandomGenerator random) {
    return Duration.ofMillis((long) (pause.toMillis() * (0.5 + random.nextDouble() / 2)));
  }
}
