package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What status says of releases: the only state a rollout has.
 *
 * @param live the release that the live Service selects; null before the first
 * @param rollout a change under way; null when there is none
 * @param history newest first, at most ten; the live one stays however old it is
 */
public record Recorded(
    @Nullable ReleaseStatus live, @Nullable RolloutStatus rollout, List<HistoryEntry> history) {
  private static final int KEPT = 10;

  public Recorded {
    history = kept(history);
  }

  private static List<HistoryEntry> kept(List<HistoryEntry> all) {
    var live =
        all.stream().skip(KEPT).filter(entry -> entry.outcome() == Outcome.LIVE).limit(1).toList();
    return Stream.concat(all.stream().limit(KEPT - live.size()), live.stream()).toList();
  }

  /** Reads it from status. */
  public static Recorded of(EnvironmentStatus status) {
    return new Recorded(status.release(), status.rollout(), status.history());
  }

  /** The slot that the live Service is about to select, or selects already; empty otherwise. */
  public Optional<Slot> switchingTo() {
    return Optional.ofNullable(rollout)
        .filter(it -> it.step() == RolloutStatus.Step.SWITCHING)
        .map(RolloutStatus::to);
  }

  /** Name of the revision that {@code slot} last got; empty when it never had one. */
  public Optional<String> revision(Slot slot) {
    if (rollout != null && rollout.to() == slot) {
      return Optional.of(rollout.revision());
    }
    if (live != null && live.slot() == slot) {
      return Optional.of(live.revision());
    }
    return history.stream()
        .filter(entry -> entry.slot() == slot)
        .map(HistoryEntry::revision)
        .findFirst();
  }

  /** Names of all revisions that may still be needed. */
  public Set<String> revisions() {
    return Stream.concat(
            history.stream().map(HistoryEntry::revision),
            Stream.of(Slot.values()).flatMap(slot -> revision(slot).stream()))
        .collect(Collectors.toSet());
  }
}
