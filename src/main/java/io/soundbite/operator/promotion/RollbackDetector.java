package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.RejectedEntry.Cause;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.blueprint.Digest;
import io.soundbite.operator.rollout.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the releases that a change of what is recorded leaves by a rollback: one that was live and
 * made way for what had been live before it, and one that failed. Where the two releases run the
 * same image, only the configuration of the one is rejected.
 *
 * @param before what was recorded
 * @param verified {@code status.verified} as it was
 * @param after what is to be recorded
 */
public record RollbackDetector(
    Recorded before, List<VerifiedEntry> verified, Recorded after, Instant now) {

  /** Returns {@code rejections} and what is rejected from now on. */
  public Rejections in(Rejections rejections) {
    var all = rejections;
    for (var entry : after.history().reversed()) {
      if (failsNow(entry)) {
        all = rejected(all, entry, other(entry), Cause.FAILURE, failure(entry));
      }
    }
    var left = before.live();
    var live = after.live();
    if (left == null || live == null || !isBack(left, live)) {
      return all;
    }
    var entry = before.entry(left.revision());
    return entry.isEmpty()
        ? all
        : rejected(all, entry.get(), live.digest(), Cause.ROLLBACK, back(live));
  }

  /** What was rejected since the release began stays as it is. */
  private Rejections rejected(
      Rejections all, HistoryEntry entry, @Nullable String other, Cause cause, String why) {
    var rejection =
        new RejectedEntry(
            entry.tag(),
            entry.digest(),
            entry.digest().equals(other) ? entry.revision() : null,
            now.toString(),
            cause,
            why);
    return all.of(entry.digest(), Optional.of(entry.revision()))
            .filter(it -> it.isAfter(Instant.parse(entry.started())))
            .isPresent()
        ? all
        : all.with(rejection);
  }

  private boolean isBack(ReleaseStatus left, ReleaseStatus live) {
    if (left.revision().equals(live.revision())) {
      return false;
    }
    var predecessors = Predecessors.of(before, verified);
    return predecessors.has(live.revision())
        || (!left.digest().equals(live.digest()) && predecessors.hasImage(live.digest()));
  }

  private boolean failsNow(HistoryEntry entry) {
    return entry.outcome() == Outcome.ROLLED_BACK
        && before.history().stream()
            .filter(it -> it.revision().equals(entry.revision()))
            .filter(it -> it.started().equals(entry.started()))
            .anyMatch(it -> it.outcome() != Outcome.ROLLED_BACK);
  }

  /** The image that serves in place of what failed, or is about to. */
  private @Nullable String other(HistoryEntry failed) {
    var live = before.live();
    if (live != null && !live.revision().equals(failed.revision())) {
      return live.digest();
    }
    return Optional.ofNullable(after.rollout())
        .flatMap(it -> after.entry(it.revision()))
        .map(HistoryEntry::digest)
        .orElse(null);
  }

  private static String failure(HistoryEntry entry) {
    return entry.message() == null ? "It failed." : "It failed: " + entry.message();
  }

  private static String back(ReleaseStatus live) {
    return "It was left for %s (%s), which had been live before it."
        .formatted(live.tag(), Digest.brief(live.digest()));
  }
}
