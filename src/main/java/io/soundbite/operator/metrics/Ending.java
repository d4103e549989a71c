package io.soundbite.operator.metrics;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.rollout.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How a release ended that had begun.
 *
 * @param took from its beginning until then
 */
record Ending(Outcome outcome, Duration took) {

  /** How. */
  enum Outcome {
    /** It went live because it was asked for. */
    PROMOTED,
    /** It came back by itself, because what was live failed. */
    RETURNED,
    /** It failed, before it was live or soon after. */
    ROLLED_BACK,
    /** Another was asked for before it was live. */
    ABANDONED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What ended between two statuses. */
  static List<Ending> between(EnvironmentStatus before, EnvironmentStatus after) {
    return after.history().stream()
        .flatMap(
            entry ->
                outcome(was(before, entry), entry.outcome(), Recorded.of(before).returning())
                    .map(it -> new Ending(it, took(entry, after)))
                    .stream())
        .toList();
  }

  private static HistoryEntry.Outcome was(EnvironmentStatus before, HistoryEntry entry) {
    return before.history().stream()
        .filter(it -> it.revision().equals(entry.revision()))
        .filter(it -> it.started().equals(entry.started()))
        .findFirst()
        .map(HistoryEntry::outcome)
        .orElse(HistoryEntry.Outcome.ROLLING_OUT);
  }

  private static Optional<Outcome> outcome(
      HistoryEntry.Outcome was, HistoryEntry.Outcome is, boolean returning) {
    if (was == is) {
      return Optional.empty();
    }
    return switch (is) {
      case LIVE -> Optional.of(returning ? Outcome.RETURNED : Outcome.PROMOTED);
      case ROLLED_BACK -> Optional.of(Outcome.ROLLED_BACK);
      case ABANDONED -> Optional.of(Outcome.ABANDONED);
      case ROLLING_OUT, REPLACED -> Optional.empty();
    };
  }

  private static Duration took(HistoryEntry entry, EnvironmentStatus after) {
    var end =
        entry.ended() == null ? Objects.requireNonNull(after.release()).since() : entry.ended();
    return Duration.between(Instant.parse(entry.started()), Instant.parse(end));
  }
}
