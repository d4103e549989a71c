package io.soundbite.operator.leadership;

import java.time.Duration;
import java.time.Instant;

/** Two clocks that a test sets. */
final class TwoClocks {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private long nanos = Long.MAX_VALUE - 1; // it may overflow
  private Instant wall = START;

  LeaseTerm term(Duration length) {
    return new LeaseTerm(length, () -> nanos, () -> wall);
  }

  Instant wall() {
    return wall;
  }

  /** Time goes by on both. */
  void pass(Duration time) {
    nanos += time.toNanos();
    wall = wall.plus(time);
  }

  /** The machine is suspended: the monotonic clock may stand still. */
  void suspend(Duration time) {
    wall = wall.plus(time);
  }

  /** The wall clock is set: ahead, or back. */
  void set(Duration by) {
    wall = wall.plus(by);
  }
}
