package io.soundbite.operator.rollout;

import java.util.Optional;

/**
 * The release that the spec asks for.
 *
 * @param release empty while it is not known, as when its tag was not resolved yet
 * @param admitted whether it may go live: every gate is open
 */
public record Asked(Optional<Revision> release, boolean admitted) {
  /** Not known yet. */
  public static Asked unknown() {
    return new Asked(Optional.empty(), false);
  }

  /** It may go live, if it is known. */
  Optional<Revision> free() {
    return release.filter(any -> admitted);
  }
}
