package io.soundbite.operator.engine;

import java.time.Duration;

/** How a write went. */
public sealed interface Progress {

  /** The resource is complete and as wanted. */
  record Done() implements Progress {}

  /** Accepted, not complete: look again after a while. */
  record Wait(Duration retryAfter, String why) implements Progress {}

  /** Failed. */
  record Failed(Failure failure) implements Progress {}

  /** Not tried: something it depends on is not there, or the time was up. */
  record Skipped(String why) implements Progress {}
}
