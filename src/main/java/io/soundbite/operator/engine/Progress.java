package io.soundbite.operator.engine;

import java.time.Duration;
import java.util.List;

/** How a write went. */
public sealed interface Progress {

  /**
   * The resource is complete and as wanted, but for what was changed within the write itself.
   *
   * @param altered what the answer to the write shows otherwise than it was sent: admission has
   *     changed it, and would do so again
   */
  record Done(List<FieldDiff> altered) implements Progress {
    public Done {
      altered = List.copyOf(altered);
    }

    /** One with nothing altered. */
    public Done() {
      this(List.of());
    }
  }

  /** Accepted, not complete: look again after a while. */
  record Wait(Duration retryAfter, String why) implements Progress {}

  /** Failed. */
  record Failed(Failure failure) implements Progress {}

  /** Not tried: something it depends on is not there, or another replica leads. */
  record Skipped(String why) implements Progress {}
}
