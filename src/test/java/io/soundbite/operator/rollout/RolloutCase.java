package io.soundbite.operator.rollout;

import static io.soundbite.operator.rollout.Releases.release;
import static io.soundbite.operator.rollout.Releases.revision;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A in the blue slot, B on its way to the green one or live there; all at noon. */
abstract class RolloutCase {
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  static final Duration WARMTH = Duration.ofMinutes(10);

  /** Those of every release here. */
  static final Bounds BOUNDS = new Bounds(2, 4);

  static final RolloutRules RULES =
      new RolloutRules(WARMTH, Duration.ofMinutes(5), Duration.ZERO, true, Optional.empty());
  static final long GENERATION = 3;

  final Map<String, Release> stored = new HashMap<>();
  RolloutRules rules = RULES;
  long generation = GENERATION;
  Instant now = NOON;

  RolloutCase() {
    Stream.of("a", "b", "c").forEach(tag -> stored.put(revision(tag).name(), release(tag)));
  }

  Rollout rollout(Recorded recorded, View view) {
    return new Rollout(recorded, view, stored, rules, generation, NOON, now);
  }

  /** What the slots should hold while what is on its way is still asked for. */
  static SlotTarget target(Rollout rollout) {
    var under = rollout.recorded().rollout();
    return rollout.target(under == null ? Asked.unknown() : want(tag(under.revision())));
  }

  private static String tag(String revision) {
    return Stream.of("a", "b", "c")
        .filter(it -> revision(it).name().equals(revision))
        .findFirst()
        .orElseThrow();
  }

  static Asked want(String tag) {
    return new Asked(Optional.of(revision(tag)), true, true);
  }

  static Recorded nothing() {
    return new Recorded(null, null, List.of());
  }

  static ReleaseStatus live(String tag, Slot slot) {
    var release = release(tag);
    return new ReleaseStatus(
        tag,
        release.digest(),
        tag.repeat(12),
        release.configHash(),
        revision(tag).name(),
        slot,
        NOON.toString());
  }

  static RolloutStatus under(@Nullable Slot from, Slot to, String tag, Step step) {
    return new RolloutStatus(
        from, to, revision(tag).name(), step, NOON.toString(), NOON.toString());
  }

  static HistoryEntry entry(String tag, Slot slot, Outcome outcome) {
    var release = release(tag);
    return new HistoryEntry(
        tag,
        release.digest(),
        release.configHash(),
        revision(tag).name(),
        slot,
        NOON.toString(),
        outcome == Outcome.LIVE || outcome == Outcome.ROLLING_OUT ? null : NOON.toString(),
        outcome,
        GENERATION,
        null,
        null,
        null,
        null);
  }

  static RolloutRules rules(Duration overlap, boolean back, Optional<Duration> trial) {
    return new RolloutRules(WARMTH, RULES.deadline(), overlap, back, trial);
  }

  /** A is live in blue. */
  static Recorded idle() {
    return new Recorded(live("a", Slot.BLUE), null, List.of(entry("a", Slot.BLUE, Outcome.LIVE)));
  }

  /** A is live in blue, B goes to green. */
  static Recorded going(Step step) {
    return new Recorded(
        live("a", Slot.BLUE),
        under(Slot.BLUE, Slot.GREEN, "b", step),
        List.of(entry("b", Slot.GREEN, Outcome.ROLLING_OUT), entry("a", Slot.BLUE, Outcome.LIVE)));
  }

  /** B is live in green, A is warm in blue. */
  static Recorded warm() {
    return new Recorded(
        live("b", Slot.GREEN),
        under(Slot.BLUE, Slot.GREEN, "b", Step.WARM),
        List.of(entry("b", Slot.GREEN, Outcome.LIVE), entry("a", Slot.BLUE, Outcome.REPLACED)));
  }

  static SlotView slot(String tag, int desired, int available) {
    return new SlotView(
        release(tag).hash(),
        NOON.toString(),
        desired,
        desired,
        available,
        available,
        desired,
        true,
        Optional.empty());
  }

  static View view(@Nullable Slot selected, SlotView... slots) {
    var views = new HashMap<Slot, SlotView>();
    for (int i = 0; i < slots.length; i++) {
      views.put(Slot.values()[i], slots[i]);
    }
    return new View(
        views,
        new View.ServiceView(
            selected == null ? Set.of() : Set.of(selected), NOON + SlotTarget.WITHDRAWN),
        Optional.empty(),
        Map.of());
  }

  static View bothServe(Slot selected) {
    return view(selected, slot("a", 2, 2), slot("b", 2, 2));
  }

  static View greenIsNotReady(Slot selected) {
    return view(selected, slot("a", 2, 2), slot("b", 2, 1));
  }

  /** The one as {@code slot} gives it, in the words of its pods. */
  static SlotView troubled(SlotView slot, String reason, Instant lasting) {
    return new SlotView(
        slot.release(),
        slot.rollout(),
        slot.desired(),
        slot.updated(),
        slot.ready(),
        slot.available(),
        slot.total(),
        slot.current(),
        Optional.of(new Trouble(reason, "in words", lasting)));
  }

  /** Last written in another rollout than the one that is recorded. */
  static SlotView unmarked(SlotView slot) {
    return new SlotView(
        slot.release(),
        "before",
        slot.desired(),
        slot.updated(),
        slot.ready(),
        slot.available(),
        slot.total(),
        slot.current(),
        slot.trouble());
  }

  static View selecting(View view, Set<Slot> slots, String mark) {
    return new View(
        view.slots(), new View.ServiceView(slots, mark), view.processor(), view.trials());
  }

  static View processing(View view, SlotView processor) {
    return new View(view.slots(), view.live(), Optional.of(processor), view.trials());
  }

  /** Since noon. */
  Instant after(Duration time) {
    return NOON.plus(time);
  }
}
