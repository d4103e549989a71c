package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.blueprint.Digest;
import io.soundbite.operator.promotion.Predecessors;
import io.soundbite.operator.promotion.Rejections;
import io.soundbite.operator.rollout.Recorded;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The releases that an environment remembers. */
record PastReleases(Name environment, EnvironmentStatus status) {
  /** Fewer digits of a digest might be a tag's slip. */
  private static final int SHORTEST = 4;

  /**
   * The one that was live before what is live.
   *
   * @throws CommandFailure when there is none
   */
  HistoryEntry previous() {
    var recorded = Recorded.of(status);
    var rejections = new Rejections(status.rejected());
    return Predecessors.of(recorded, status.verified()).revisions().stream()
        .flatMap(it -> recorded.entry(it).stream())
        .filter(it -> rejections.of(it.digest(), Optional.of(it.revision())).isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                failure(
                    "There is nothing to roll back to: no other release was live before this one."));
  }

  /**
   * The one that {@code release} means: a tag, a revision's name, or how a digest begins. Of
   * several the newest that has been live and is not.
   *
   * @throws CommandFailure when there is none, or several images are meant
   */
  HistoryEntry called(String release) {
    var meant =
        Stream.<Predicate<HistoryEntry>>of(
                it -> it.revision().equals(release),
                it -> it.tag().equals(release),
                it -> isDigest(it.digest(), release))
            .map(it -> status.history().stream().filter(it).toList())
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElseThrow(() -> failure("There is no release %s.".formatted(release)));
    if (meant.stream().map(HistoryEntry::digest).distinct().count() > 1) {
      throw failure(
          "%s may be several images; name one by its digest or revision.".formatted(release));
    }
    return best(meant);
  }

  boolean isLive(HistoryEntry entry) {
    return Optional.ofNullable(status.release())
        .map(ReleaseStatus::revision)
        .filter(entry.revision()::equals)
        .isPresent();
  }

  private HistoryEntry best(List<HistoryEntry> meant) {
    return meant.stream()
        .min(
            Comparator.comparing((HistoryEntry it) -> it.outcome() != Outcome.REPLACED)
                .thenComparing(it -> !isLive(it)))
        .orElseThrow();
  }

  private static boolean isDigest(String digest, String release) {
    var start = release.startsWith("sha256:") ? release : "sha256:" + release;
    return start.length() >= "sha256:".length() + SHORTEST && digest.startsWith(start);
  }

  /** Says also what there is. */
  private CommandFailure failure(String message) {
    var page = new Page().line(environment + ": " + message);
    if (!status.history().isEmpty()) {
      var table = Table.of("TAG", "DIGEST", "REVISION", "STARTED", "OUTCOME");
      status
          .history()
          .forEach(
              it ->
                  table.row(
                      it.tag(),
                      Digest.brief(it.digest()),
                      it.revision(),
                      Times.text(it.started()),
                      it.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
      page.gap().line("Releases it remembers:").table(2, table);
    }
    return new CommandFailure(page.toString().stripTrailing());
  }
}
