package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.rollout.Recorded;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The images that an environment can't do without.
 *
 * @param live {@code repository@digest} of the live release
 * @param previous the same of what was live before with another digest; empty when nothing was, or
 *     its release is forgotten
 * @param since when the live release went live, which tells one switch from another
 */
record NeededImages(String live, Optional<String> previous, String since) {

  /**
   * Those of {@code recorded}; empty before the first release.
   *
   * @param stored releases by name
   */
  static Optional<NeededImages> of(Recorded recorded, Map<String, Release> stored) {
    var live = recorded.live();
    if (live == null) {
      return Optional.empty();
    }
    var previous =
        recorded.history().stream()
            .filter(it -> !it.digest().equals(live.digest()))
            .filter(it -> wasLive(it, recorded))
            .findFirst()
            .flatMap(it -> image(it.revision(), stored));
    return image(live.revision(), stored).map(it -> new NeededImages(it, previous, live.since()));
  }

  private static Optional<String> image(String revision, Map<String, Release> stored) {
    return Optional.ofNullable(stored.get(revision)).map(Release::image);
  }

  private static boolean wasLive(HistoryEntry entry, Recorded recorded) {
    return switch (entry.outcome()) {
      case REPLACED -> true;
      case ROLLED_BACK -> recorded.history().stream().anyMatch(it -> gaveWayTo(it, entry));
      case ROLLING_OUT, LIVE, ABANDONED -> false;
    };
  }

  /** What failed was live if what it took over from was replaced in its time. */
  private static boolean gaveWayTo(HistoryEntry other, HistoryEntry failed) {
    if (other.outcome() != Outcome.REPLACED || other.ended() == null || failed.ended() == null) {
      return false;
    }
    var replaced = Instant.parse(other.ended());
    return replaced.isAfter(Instant.parse(failed.started()))
        && !replaced.isAfter(Instant.parse(failed.ended()));
  }
}
