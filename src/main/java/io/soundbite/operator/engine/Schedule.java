package io.soundbite.operator.engine;

import java.time.Duration;
import java.time.Instant;

/** When what was read is to be read again. */
@FunctionalInterface
interface Schedule {

  /**
   * The next reading of what was read, or written, at {@code last}.
   *
   * @param interval the longest that it may be away
   */
  Instant next(Instant last, Duration interval);
}
