package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.Requester;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.blueprint.Digest;
import io.soundbite.operator.promotion.Rejections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Releases as status has them, in words. */
final class ReleaseWords {
  private ReleaseWords() {}

  /** What serves, and what should. */
  static String live(EnvironmentSummary environment) {
    var release = environment.release();
    var desired = environment.desiredTag();
    if (release == null) {
      return "none yet; %s is wanted".formatted(desired);
    }
    var live =
        "%s, live in %s since %s"
                .formatted(release.tag(), release.slot().text(), Times.text(release.since()))
            + verified(release, environment.verified());
    return release.tag().equals(desired) ? live : live + "; %s is wanted".formatted(desired);
  }

  private static String verified(ReleaseStatus live, List<VerifiedEntry> verified) {
    return verified.stream()
        .filter(it -> it.until() == null && it.digest().equals(live.digest()))
        .findFirst()
        .map(it -> ", verified since " + Times.text(it.since()))
        .orElse("");
  }

  /** Why the last release failed; empty when it did not. */
  static Optional<String> failure(List<HistoryEntry> history) {
    return history.stream()
        .limit(1)
        .filter(it -> it.outcome() == HistoryEntry.Outcome.ROLLED_BACK)
        .map(it -> "%s was rolled back: %s".formatted(it.tag(), it.message()))
        .findFirst();
  }

  /** Lists releases with who asked for them and who approved them. */
  static Table table(List<HistoryEntry> history) {
    var table = Table.of("RELEASE", "DIGEST", "STARTED", "OUTCOME", "ASKED FOR BY", "APPROVED BY");
    history.forEach(
        it ->
            table.row(
                it.tag(),
                Digest.brief(it.digest()),
                Times.text(it.started()),
                it.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                who(it.requested()),
                who(it.approved())));
    return table;
  }

  private static String who(@Nullable Requester requester) {
    return requester == null ? "" : requester.toString();
  }

  /** Says what is rejected, since when and why. */
  static String rejection(RejectedEntry entry) {
    return "%s since %s. %s"
        .formatted(Rejections.name(entry), Times.text(entry.since()), entry.message());
  }

  /** How far {@code rollout} has come. */
  static String rollout(RolloutStatus rollout) {
    return switch (rollout.step()) {
      case FILLING ->
          "filling %s since %s".formatted(rollout.to().text(), Times.text(rollout.since()));
      case VERIFYING ->
          "trying %s out since %s".formatted(rollout.to().text(), Times.text(rollout.since()));
      case OVERLAPPING -> "both slots live since %s".formatted(Times.text(rollout.since()));
      case SWITCHING ->
          "switching to %s since %s".formatted(rollout.to().text(), Times.text(rollout.since()));
      case WARM ->
          rollout.from() == null
              ? "done at " + Times.text(rollout.since())
              : "done at %s; %s stays warm"
                  .formatted(Times.text(rollout.since()), rollout.from().text());
    };
  }
}
