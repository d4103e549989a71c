package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.rollout.Recorded;
import java.util.Optional;

/**
 * What people may not expect of a release that begins: that nobody asked for it, or that it is not
 * what its tag was before.
 *
 * @param begun the entry of what takes over
 */
record Origin(Recorded recorded, HistoryEntry begun) {

  /** In a sentence that follows another; empty text when there is nothing to say. */
  String text() {
    var live = recorded.live();
    if (live != null && recorded.returning()) {
      return " It comes back by itself because release %s (%s) failed."
          .formatted(live.tag(), live.digest());
    }
    return former().map(this::isAnother).orElse("");
  }

  /** What was live with the same tag or image and other settings, unless this very release was. */
  private Optional<HistoryEntry> former() {
    var served =
        recorded.history().stream()
            .filter(it -> it.outcome() == Outcome.LIVE || it.outcome() == Outcome.REPLACED)
            .toList();
    return served.stream().anyMatch(it -> it.revision().equals(begun.revision()))
        ? Optional.empty()
        : served.stream()
            .filter(it -> it.tag().equals(begun.tag()) || it.digest().equals(begun.digest()))
            .filter(it -> !it.configHash().equals(begun.configHash()))
            .findFirst();
  }

  private String isAnother(HistoryEntry former) {
    return " %s ran here before with configuration %s: with configuration %s it is a new release."
        .formatted(
            former.digest().equals(begun.digest()) ? "This image" : "This tag",
            former.configHash(),
            begun.configHash());
  }
}
