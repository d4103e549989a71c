package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Bounds;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.SlotTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The blue-green state machine: idle, Filling, Switching, Warm. Gates will sit in front of {@link
 * #begin}, automatic rollback in {@link #filling}; neither changes the steps.
 *
 * @param bounds the autoscaler's
 * @param warmth how long the previous release stays warm
 * @param stored revisions by name
 */
public record Rollout(
    Recorded recorded,
    View view,
    Map<String, Release> stored,
    Bounds bounds,
    Duration warmth,
    Instant now) {

  /**
   * What each slot should hold, from what is recorded alone. The live Service moves only to a slot
   * that serves, so that a crash or a lost pod between decision and act leaves it where pods are.
   */
  public SlotTarget target() {
    var live = liveSlot();
    var releases = new EnumMap<Slot, Release>(Slot.class);
    var replicas = new EnumMap<Slot, Integer>(Slot.class);
    for (var slot : Slot.values()) {
      recorded
          .revision(slot)
          .map(stored::get)
          .ifPresent(
              release -> {
                releases.put(slot, release);
                replicas.put(slot, inUse(slot) ? size() : 0);
              });
    }
    return new SlotTarget(
        live,
        releases,
        replicas,
        recorded.live() == null && !recorded.switchingTo().equals(Optional.of(live))
            ? Optional.empty()
            : Optional.ofNullable(releases.get(live)));
  }

  /**
   * What should be recorded next, which may be what is.
   *
   * @param wanted the release that the spec asks for; empty while it is not known
   */
  public Recorded next(Optional<Revision> wanted) {
    var rollout = recorded.rollout();
    if (rollout == null) {
      return wanted.filter(this::isNew).map(this::begin).orElse(recorded);
    }
    return switch (rollout.step()) {
      case FILLING -> filling(rollout, wanted);
      case SWITCHING -> switching(rollout);
      case WARM -> warm(rollout, wanted);
    };
  }

  /** What of {@code wanted} would begin to move now. */
  public Optional<Revision> news(Optional<Revision> wanted) {
    var rollout = recorded.rollout();
    return wanted
        .filter(this::isNew)
        .filter(it -> rollout == null || !rollout.revision().equals(it.name()));
  }

  /** When time alone will change the decision. */
  public Optional<Instant> due() {
    var rollout = recorded.rollout();
    return rollout != null && rollout.step() == Step.WARM && !isCold(rollout)
        ? Optional.of(Instant.parse(rollout.since()).plus(warmth))
        : Optional.empty();
  }

  /**
   * Names of revisions that a slot in use was rendered from and that are lost. Such a slot must not
   * be touched: nothing says what it should hold.
   */
  public Set<String> missing() {
    return lost().stream()
        .flatMap(slot -> recorded.revision(slot).stream())
        .collect(Collectors.toSet());
  }

  /**
   * The slots in use of which nothing says what they should hold: the release is lost, or was never
   * recorded. They must be left exactly as they are.
   */
  public Set<Slot> lost() {
    return Arrays.stream(Slot.values())
        .filter(this::inUse)
        .filter(slot -> recorded.revision(slot).filter(stored::containsKey).isEmpty())
        .collect(Collectors.toSet());
  }

  private boolean isNew(Revision wanted) {
    return recorded.live() == null || !recorded.live().revision().equals(wanted.name());
  }

  private Recorded begin(Revision wanted) {
    var live = recorded.live();
    var to = live == null ? firstSlot() : live.slot().other();
    var entry =
        new HistoryEntry(
            wanted.release().tag(),
            wanted.release().digest(),
            wanted.release().configHash(),
            wanted.name(),
            to,
            now.toString(),
            null,
            Outcome.ROLLING_OUT);
    return new Recorded(
        live,
        new RolloutStatus(
            live == null ? null : live.slot(), to, wanted.name(), Step.FILLING, now.toString()),
        prepended(entry));
  }

  private Recorded filling(RolloutStatus rollout, Optional<Revision> wanted) {
    if (wanted.isPresent() && !wanted.get().name().equals(rollout.revision())) {
      var without = new Recorded(recorded.live(), null, abandoned(rollout.revision()));
      var rest = new Rollout(without, view, stored, bounds, warmth, now);
      return rest.isNew(wanted.get()) ? rest.begin(wanted.get()) : without;
    }
    return serves(rollout) ? step(rollout, Step.SWITCHING) : recorded;
  }

  private Recorded switching(RolloutStatus rollout) {
    if (!selected(rollout.to())) {
      return serves(rollout) ? recorded : step(rollout, Step.FILLING);
    }
    var entry =
        recorded.history().stream()
            .filter(it -> it.revision().equals(rollout.revision()))
            .findFirst();
    if (entry.isEmpty()) {
      return recorded;
    }
    return new Recorded(
        live(rollout, entry.get()),
        rollout.from() == null
            ? null
            : new RolloutStatus(
                rollout.from(), rollout.to(), rollout.revision(), Step.WARM, now.toString()),
        switched(rollout.revision()));
  }

  private Recorded warm(RolloutStatus rollout, Optional<Revision> wanted) {
    if (wanted.filter(this::isNew).isPresent()) {
      return begin(wanted.get());
    }
    return isCold(rollout) && isEmpty(rollout.from())
        ? new Recorded(recorded.live(), null, recorded.history())
        : recorded;
  }

  /** Whether the previous release need not be warm any longer. */
  private boolean isCold(RolloutStatus rollout) {
    return rollout.step() == Step.WARM
        && !now.isBefore(Instant.parse(rollout.since()).plus(warmth));
  }

  /** Whether a slot has no pods, or none that could be taken down. */
  private boolean isEmpty(@Nullable Slot slot) {
    if (slot == null) {
      return true;
    }
    var seen = view.slots().get(slot);
    return seen == null
        || seen.desired() == 0
        || recorded.revision(slot).filter(stored::containsKey).isEmpty();
  }

  private Recorded step(RolloutStatus rollout, Step step) {
    return new Recorded(
        recorded.live(),
        new RolloutStatus(rollout.from(), rollout.to(), rollout.revision(), step, now.toString()),
        recorded.history());
  }

  /** From history, so that what is known to be live is recorded even when its revision is lost. */
  private ReleaseStatus live(RolloutStatus rollout, HistoryEntry entry) {
    var hex = entry.digest().substring(entry.digest().indexOf(':') + 1);
    return new ReleaseStatus(
        entry.tag(),
        entry.digest(),
        hex.substring(0, Math.min(12, hex.length())),
        entry.configHash(),
        rollout.revision(),
        rollout.to(),
        now.toString());
  }

  private List<HistoryEntry> prepended(HistoryEntry entry) {
    var entries = new ArrayList<HistoryEntry>();
    entries.add(entry);
    entries.addAll(recorded.history());
    return entries;
  }

  private List<HistoryEntry> abandoned(String revision) {
    return recorded.history().stream()
        .map(
            entry ->
                entry.outcome() == Outcome.ROLLING_OUT && entry.revision().equals(revision)
                    ? ended(entry, Outcome.ABANDONED)
                    : entry)
        .toList();
  }

  private List<HistoryEntry> switched(String revision) {
    return recorded.history().stream()
        .map(
            entry ->
                switch (entry.outcome()) {
                  case LIVE -> ended(entry, Outcome.REPLACED);
                  case ROLLING_OUT ->
                      entry.revision().equals(revision) ? with(entry, null, Outcome.LIVE) : entry;
                  case REPLACED, ABANDONED -> entry;
                })
        .toList();
  }

  private HistoryEntry ended(HistoryEntry entry, Outcome outcome) {
    return with(entry, now.toString(), outcome);
  }

  private static HistoryEntry with(HistoryEntry entry, @Nullable String ended, Outcome outcome) {
    return new HistoryEntry(
        entry.tag(),
        entry.digest(),
        entry.configHash(),
        entry.revision(),
        entry.slot(),
        entry.started(),
        ended,
        outcome);
  }

  private Slot liveSlot() {
    var live = recorded.live();
    return recorded
        .switchingTo()
        .filter(to -> selected(to) || serves(recorded.rollout()))
        .orElseGet(() -> live == null ? view.selected().orElse(Slot.BLUE) : live.slot());
  }

  /** What serves goes on serving, also when nothing is recorded: a restore may lose the status. */
  private Slot firstSlot() {
    var selected = liveSlot();
    return serving(selected) ? selected.other() : selected;
  }

  private boolean serving(Slot slot) {
    var seen = view.slots().get(slot);
    return selected(slot) && seen != null && seen.desired() > 0;
  }

  private boolean serves(@Nullable RolloutStatus rollout) {
    if (rollout == null) {
      return false;
    }
    var release = stored.get(rollout.revision());
    return release != null && view.serves(rollout.to(), release.hash(), size());
  }

  private boolean selected(Slot slot) {
    return view.selected().filter(slot::equals).isPresent();
  }

  /** Whether a slot has pods: it is live, takes over, or stays warm. */
  private boolean inUse(Slot slot) {
    var live = recorded.live();
    var rollout = recorded.rollout();
    return (live == null ? serving(slot) : live.slot() == slot)
        || (rollout != null
            && (rollout.to() == slot || (rollout.from() == slot && !isCold(rollout))));
  }

  /** The live slot's size as the autoscaler left it, within its bounds; the least to begin with. */
  private int size() {
    var live = recorded.live();
    var slot = live == null ? view.selected().orElse(Slot.BLUE) : live.slot();
    var seen = view.slots().get(slot);
    return seen == null ? bounds.min() : bounds.clamp(seen.desired());
  }
}
