package io.soundbite.operator.controller;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Remembers since when this process has been reconciling: a standby begins only once it leads. What
 * was recorded before that counts against no deadline, since nobody may have acted on it.
 */
final class Activity {
  private final AtomicReference<@Nullable Instant> began = new AtomicReference<>();
  private final Clock clock;

  Activity(Clock clock) {
    this.clock = clock;
  }

  /** Returns when this was called first. */
  Instant since() {
    var now = clock.instant();
    var before = began.compareAndExchange(null, now);
    return before == null ? now : before;
  }
}
