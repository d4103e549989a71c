package io.soundbite.operator.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When to try a failing resource again: exponential up to half a minute, never giving up; rarely
 * when trying again can hardly help. Jittered, so that what failed together is not tried together.
 *
 * <p>What AWS refuses at first it may take seconds later: a queue, role or policy is not known
 * everywhere at once after it was created. The first refusals are tried again soon for that reason,
 * and do not last yet.
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

  /**
   * After the first refusals, in turn.
   *
   * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html">IAM: changes
   *     are not always visible at once</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html">SQS:
   *     a queue can be used a second after it was created</a>
   */
  private static final List<Duration> EARLY =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(15));

  /** After a first failure. */
  public static Backoff first(Failure failure, Instant now, RandomGenerator random) {
    return new Backoff(1, now.plus(pause(1, failure, random)), failure);
  }

  /** After one more. */
  public Backoff again(Failure next, Instant now, RandomGenerator random) {
    return new Backoff(attempts + 1, now.plus(pause(attempts + 1, next, random)), next);
  }

  /** A failure that is tried again by other means than its backoff, and counts as it is. */
  public static Backoff none(Failure failure) {
    return new Backoff(EARLY.size() + 1, Instant.MAX, failure);
  }

  /** Returns whether it does not pass without help, as far as can be told by now. */
  public boolean isLasting() {
    var kind = failure.kind();
    return !kind.passing() && !(kind.mayBeEarly() && attempts <= EARLY.size());
  }

  private static Duration pause(int attempt, Failure failure, RandomGenerator random) {
    if (failure.kind().mayBeEarly() && attempt <= EARLY.size()) {
      return jittered(EARLY.get(attempt - 1), random);
    }
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
