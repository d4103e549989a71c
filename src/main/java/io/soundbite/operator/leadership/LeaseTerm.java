package io.soundbite.operator.leadership;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the last renewal of a lease still counts, by two clocks of this process: the
 * monotonic one, which can't be set, and the wall clock, which goes on while a machine is
 * suspended. The one that shows more elapsed time decides. A wall clock that was set back shows
 * nothing; the other then decides alone.
 *
 * <p>Safe for use by many threads.
 */
public final class LeaseTerm {
  private final Duration length;
  private final LongSupplier nanoTime;
  private final InstantSource wall;
  private volatile @Nullable Moment renewed;

  /** A moment, as both clocks show it. */
  public record Moment(long nanos, Instant wall) {}

  /**
   * @param length how long a renewal counts, from the moment at which it was begun
   * @param nanoTime a clock that only goes forward, in nanoseconds
   */
  public LeaseTerm(Duration length, LongSupplier nanoTime, InstantSource wall) {
    this.length = length;
    this.nanoTime = nanoTime;
    this.wall = wall;
  }

  /** Returns the present. */
  public Moment now() {
    return new Moment(nanoTime.getAsLong(), wall.instant());
  }

  /**
   * Returns the moment at which this process's wall clock showed {@code time}; the present for a
   * time that has not come.
   */
  public Moment at(Instant time) {
    var now = now();
    var ago = Duration.between(time, now.wall());
    return ago.isNegative() ? now : new Moment(now.nanos() - ago.toNanos(), time);
  }

  /** Takes notice of a renewal that succeeded and was begun at {@code start}. */
  public synchronized void renewed(Moment start) {
    var before = renewed;
    if (before == null || start.nanos() - before.nanos() > 0) {
      renewed = start;
    }
  }

  /** Returns whether there ever was a renewal. */
  public boolean hasBegun() {
    return renewed != null;
  }

  /** Returns whether the last renewal still counts. */
  public boolean isValid() {
    var last = renewed;
    if (last == null) {
      return false;
    }
    var now = now();
    return now.nanos() - last.nanos() < length.toNanos()
        && Duration.between(last.wall(), now.wall()).compareTo(length) < 0;
  }
}
