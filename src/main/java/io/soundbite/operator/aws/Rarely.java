package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Settings that have a call of their own and hardly ever change, read every twentieth minute
 * instead of with each reading; at once when the resource is new, was written, or everything is to
 * be read again.
 */
final class Rarely {
  /** Between two readings of a setting. */
  static final Duration EVERY = Duration.ofMinutes(20);

  private final Clock clock;
  private final Duration every;
  private final ConcurrentMap<Key, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(Object value, Instant read) {}

  /** Settings read every {@link #EVERY}. */
  Rarely(Clock clock) {
    this(clock, EVERY);
  }

  private Rarely(Clock clock, Duration every) {
    this.clock = clock;
    this.every = every;
  }

  /** Settings that are read each time. */
  static Rarely everyTime() {
    return new Rarely(Clock.systemUTC(), Duration.ZERO);
  }

  /**
   * Returns the settings of a resource, read by {@code call} unless they were a short while ago.
   *
   * @param type of what {@code call} answers, the same for a resource each time
   */
  <T> T read(Key key, Class<T> type, Supplier<T> call) {
    var now = clock.instant();
    var before = kept.get(key);
    if (before != null && before.read().plus(every).isAfter(now)) {
      return type.cast(before.value());
    }
    var value = call.get();
    kept.put(key, new Kept(value, now));
    return value;
  }

  /** Has {@code keys} read at their next reading, and drops what is no longer read. */
  void forget(Set<Key> keys) {
    kept.keySet().removeAll(keys);
    var stale = clock.instant().minus(every.multipliedBy(3));
    kept.values().removeIf(it -> it.read().isBefore(stale));
  }
}
