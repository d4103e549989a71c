package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import java.time.Duration;
import java.util.Optional;

/**
 * How far readings may lag behind a write.
 *
 * @param time how long they may show what was there before; zero when the service says nothing
 * @param made what the creating call alone makes, where further calls write the rest; empty when
 *     the resource was there, or is created whole
 */
record Lag(Duration time, Optional<Desired> made) {

  /** Readings show a write at once. */
  static Lag none() {
    return of(Duration.ZERO);
  }

  /** Readings may lag for {@code time}. */
  static Lag of(Duration time) {
    return new Lag(time, Optional.empty());
  }
}
