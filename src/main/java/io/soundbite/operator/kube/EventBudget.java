package io.soundbite.operator.kube;

import java.time.Duration;
import java.time.Instant;

/** How many Events one object may still have: a bucket that refills slowly. */
final class EventBudget {
  private static final int BURST = 25;
  private static final Duration REFILL = Duration.ofSeconds(20);

  private Instant fullAt;

  EventBudget(Instant now) {
    fullAt = now;
  }

  /** Takes one; false when there is none. */
  boolean take(Instant now) {
    var after = (fullAt.isBefore(now) ? now : fullAt).plus(REFILL);
    if (after.isAfter(now.plus(REFILL.multipliedBy(BURST)))) {
      return false;
    }
    fullAt = after;
    return true;
  }

  /** Whether it is as good as new. */
  boolean isFull(Instant now) {
    return !fullAt.isAfter(now);
  }
}
