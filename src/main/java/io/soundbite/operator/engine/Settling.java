package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import java.time.Duration;
import java.time.Instant;

/**
 * What was written a moment ago. The service says that readings may show what was there before for
 * a while: those count as what was written.
 *
 * @param written what is there, once it shows
 * @param until when readings show it at the latest
 */
record Settling(Observation<?> written, Instant until) {

  /** What {@code step} comes to, when readings may not show it for {@code time}. */
  static Settling of(Observation<?> written, Duration time) {
    return new Settling(written, written.asOf().plus(time));
  }

  /** Whether a reading that began at {@code began} and found {@code found} is to be disregarded. */
  boolean hides(Observation<?> found, Instant began) {
    return began.isBefore(until)
        && switch (found) {
          case Observation.Unknown<?> unknown -> false;
          case Observation.Absent<?> absent -> written instanceof Observation.Present;
          case Observation.Present<?>(var have, var ownership, var asOf) -> !shows(have, ownership);
        };
  }

  /** Of what was left to nobody only the owner has changed; Unobservable parts never differ. */
  private boolean shows(Desired have, Ownership ownership) {
    return written instanceof Observation.Present<?>(var want, var owner, var when)
        && (owner instanceof Ownership.Unowned
            ? !(ownership instanceof Ownership.OwnedBy)
            : Difference.between(want, have).isEmpty());
  }

  /** What was written, as of a reading that did not show it. */
  Observation<?> asOf(Instant read) {
    return switch (written) {
      case Observation.Present<?>(var have, var ownership, var when) ->
          new Observation.Present<>(have, ownership, read);
      case Observation.Absent<?> absent -> new Observation.Absent<>(read);
      case Observation.Unknown<?> unknown -> unknown;
    };
  }
}
