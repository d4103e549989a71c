package io.soundbite.operator.aws;

import java.time.Duration;
import java.util.Optional;

/**
 * Lets a number of calls pass each second, and a burst of them after a quiet time. Callers get
 * their turns in order.
 */
final class TokenBucket {
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final long interval;
  private final long lead;
  private boolean used;
  private long next;

  /**
   * @param perSecond sustained
   * @param burst how many may pass at once
   */
  TokenBucket(double perSecond, int burst) {
    this.interval = Math.round(SECOND / perSecond);
    this.lead = interval * (burst - 1);
  }

  /**
   * Takes the next turn, unless it would come later than {@code patience} allows.
   *
   * @param now from a clock that only goes forward, in nanoseconds
   * @return how long to wait for the turn; empty when none was taken
   */
  synchronized Optional<Duration> take(long now, Duration patience) {
    // The generic cell rate algorithm: one time stamp instead of a count and a refill.
    var start = used && next - now > 0 ? next : now;
    var wait = Math.max(0, start - lead - now);
    if (wait > patience.toNanos()) {
      return Optional.empty();
    }
    used = true;
    next = start + interval;
    return Optional.of(Duration.ofNanos(wait));
  }
}
