package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
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
    history = kept(history, live);
  }

  private static List<HistoryEntry> kept(List<HistoryEntry> all, @Nullable ReleaseStatus live) {
    if (all.size() <= KEPT) {
      return List.copyOf(all);
    }
    var newest = all.subList(0, KEPT);
    if (live == null || newest.stream().anyMatch(of(live.revision()))) {
      return List.copyOf(newest);
    }
    var old = all.stream().filter(of(live.revision())).limit(1);
    return Stream.concat(newest.stream().limit(KEPT - 1), old).toList();
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
    return newest(entry -> entry.slot() == slot).map(HistoryEntry::revision);
  }

  /** Names of all revisions that may still be needed. */
  public Set<String> revisions() {
    return Stream.concat(
            history.stream().map(HistoryEntry::revision),
            Stream.of(Slot.values()).flatMap(slot -> revision(slot).stream()))
        .collect(Collectors.toSet());
  }

  /** The newest entry of {@code revision}. */
  public Optional<HistoryEntry> entry(String revision) {
    return newest(of(revision));
  }

  /** Whether {@code revision} failed when {@code generation} asked for it. */
  public boolean failed(String revision, long generation) {
    return entry(revision)
        .filter(it -> it.outcome() == Outcome.ROLLED_BACK)
        .filter(it -> it.generation() != null && it.generation() == generation)
        .isPresent();
  }

  /** Whether what is live has failed, and what was live before is on its way back. */
  public boolean returning() {
    return live != null
        && rollout != null
        && rollout.step() != RolloutStatus.Step.WARM
        && hasFailed(live.revision())
        && history.stream()
            .filter(of(rollout.revision()))
            .anyMatch(it -> it.outcome() == Outcome.REPLACED);
  }

  /** Whether the newest entry of {@code revision} was rolled back. */
  boolean hasFailed(String revision) {
    return entry(revision).filter(it -> it.outcome() == Outcome.ROLLED_BACK).isPresent();
  }

  /** The same with another rollout. */
  Recorded with(@Nullable RolloutStatus other) {
    return new Recorded(live, other, history);
  }

  /** Returns the same, whose rollout has the verification Job of that uid. */
  public Recorded triedBy(String uid) {
    return rollout == null ? this : with(rollout.triedBy(uid));
  }

  /** The same with the newest entry of {@code revision} changed. */
  Recorded changed(String revision, UnaryOperator<HistoryEntry> change) {
    var entries = new ArrayList<>(history);
    entry(revision).ifPresent(it -> entries.set(entries.indexOf(it), change.apply(it)));
    return new Recorded(live, rollout, entries);
  }

  /** The same with one more entry. */
  Recorded prepended(HistoryEntry entry) {
    return new Recorded(live, rollout, Stream.concat(Stream.of(entry), history.stream()).toList());
  }

  private Optional<HistoryEntry> newest(Predicate<HistoryEntry> which) {
    return history.stream().filter(which).findFirst();
  }

  private static Predicate<HistoryEntry> of(String revision) {
    return entry -> entry.revision().equals(revision);
  }
}
