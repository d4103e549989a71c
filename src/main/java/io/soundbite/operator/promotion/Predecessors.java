package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.rollout.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The releases that were live here before the present one, oldest first. Going back to one of them
 * takes everything that came after it out of the line: from there, that lies ahead and not behind.
 */
public final class Predecessors {
  private final List<Past> line = new ArrayList<>();

  /**
   * A release that was live.
   *
   * @param revision its name; empty where only its image is remembered
   */
  private record Past(Optional<String> revision, String digest) {
    boolean isOf(String name) {
      return revision.filter(name::equals).isPresent();
    }
  }

  private Predecessors() {}

  /**
   * Reads them from status.
   *
   * @param verified {@code status.verified}, which remembers images longer than the history does
   */
  public static Predecessors of(Recorded recorded, List<VerifiedEntry> verified) {
    var result = new Predecessors();
    var history = recorded.history().reversed();
    verified.reversed().stream()
        .filter(it -> isBefore(it, history))
        .forEach(it -> result.add(new Past(Optional.empty(), it.digest())));
    history.forEach(result::add);
    if (recorded.live() != null) {
      result.add(new Past(Optional.of(recorded.live().revision()), recorded.live().digest()));
      result.line.removeLast();
    }
    return result;
  }

  /** Returns whether the release with that revision is one of them. */
  public boolean has(String revision) {
    return line.stream().anyMatch(it -> it.isOf(revision));
  }

  /** Returns whether the image was live as one of them, in whichever configuration. */
  public boolean hasImage(String digest) {
    return line.stream().anyMatch(it -> it.digest().equals(digest));
  }

  /** Returns the revisions that are remembered, the one that was live last first. */
  public List<String> revisions() {
    return line.reversed().stream().flatMap(it -> it.revision().stream()).distinct().toList();
  }

  private static boolean isBefore(VerifiedEntry span, List<HistoryEntry> history) {
    return history.isEmpty()
        || Instant.parse(span.since()).isBefore(Instant.parse(history.getFirst().started()));
  }

  private void add(HistoryEntry entry) {
    switch (entry.outcome()) {
      case LIVE, REPLACED -> add(new Past(Optional.of(entry.revision()), entry.digest()));
      case ROLLED_BACK -> line.removeIf(it -> it.isOf(entry.revision()));
      case ROLLING_OUT, ABANDONED -> {}
    }
  }

  private void add(Past next) {
    var same = last(it -> next.revision().filter(it::isOf).isPresent());
    if (same >= 0) {
      line.subList(same + 1, line.size()).clear();
      return;
    }
    if (!line.isEmpty() && !line.getLast().digest().equals(next.digest())) {
      var image = last(it -> it.digest().equals(next.digest()));
      if (image >= 0) {
        line.subList(image + 1, line.size()).clear();
      }
    }
    line.add(next);
  }

  private int last(Predicate<Past> which) {
    return IntStream.range(0, line.size()).filter(it -> which.test(line.get(it))).max().orElse(-1);
  }
}
