package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A time in which an environment held a release, verified.
 *
 * @param until empty while it still does
 */
record Span(Instant since, Optional<Instant> until) {
  static Span of(VerifiedEntry entry) {
    return new Span(
        Instant.parse(entry.since()), Optional.ofNullable(entry.until()).map(Instant::parse));
  }

  /** How long it is at {@code now}. */
  Duration length(Instant now) {
    return Duration.between(since, until.orElse(now));
  }

  boolean isOpen() {
    return until.isEmpty();
  }
}
