package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Tree;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;

/**
 * The documents of dashboards, as they were last read. One counts as unchanged while the listing
 * shows the same time and size. That time may be no finer than a second: a document is only trusted
 * when it was read a while after the listing first showed its time, or a change made in the same
 * second as the reading would never be seen. Only differences of one clock are looked at, so that
 * it need not agree with that of AWS.
 */
final class DashboardBodies {
  private static final Duration COARSEST = Duration.ofSeconds(2);

  private final Clock clock;
  private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();

  /** What tells one version of a document from another. */
  private record Version(Optional<Instant> modified, Optional<Long> size) {
    static Version of(DashboardEntry entry) {
      return new Version(
          Optional.ofNullable(entry.lastModified()), Optional.ofNullable(entry.size()));
    }
  }

  /**
   * A document.
   *
   * @param since when the listing first showed this version
   * @param read when it was read
   */
  private record Known(Version version, Instant since, Instant read, Tree body) {
    boolean isCertain() {
      return version.modified().isPresent() && !read.isBefore(since.plus(COARSEST));
    }
  }

  DashboardBodies(Clock clock) {
    this.clock = clock;
  }

  /** Drops the document of the dashboard called {@code name}. */
  void drop(String name) {
    known.remove(name);
  }

  /** The document of {@code listed}; by {@code read} unless it is certain to be unchanged. */
  Tree of(DashboardEntry listed, Supplier<Tree> read) {
    var version = Version.of(listed);
    var name = listed.dashboardName();
    var now = clock.instant();
    var before = Optional.ofNullable(known.get(name)).filter(it -> it.version().equals(version));
    if (before.filter(Known::isCertain).isPresent()) {
      return before.get().body();
    }
    var body = read.get();
    known.put(name, new Known(version, before.map(Known::since).orElse(now), now, body));
    return body;
  }
}
