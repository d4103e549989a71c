package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.AwsStatus;
import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.LastHandled;
import io.soundbite.operator.api.v1alpha1.PlanStatus;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.promotion.Ruling;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.rollout.RolloutRules;
import io.soundbite.operator.rollout.SlotView;
import io.soundbite.operator.rollout.Trouble;
import io.soundbite.operator.rollout.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a reconcile may find; all is well unless said otherwise. */
final class Situation {
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  static final RolloutRules RULES =
      new RolloutRules(
          Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ZERO, true, Optional.empty());
  static final AwsStatus AWS = new AwsStatus("000000000000", "https://issuer", null, null);
  static final ImageStatus IMAGE = new ImageStatus("registry/api", "1.4.2", "sha256:abc");

  EnvironmentStatus before = EnvironmentStatus.empty();
  @Nullable ReleaseStatus live = live("1.4.2", Slot.BLUE);
  @Nullable RolloutStatus rollout;
  @Nullable String wanted = "staging-1.4.2";
  @Nullable Problem missing;
  Optional<Problem> surroundings = Optional.empty();
  Set<Slot> selected = Set.of(Slot.BLUE);
  int ready = 2;
  Optional<Trouble> stuck = Optional.empty();
  String shown = "1.4.2";
  boolean current = true;
  List<Step> plan = List.of();
  Snapshot snapshot = Snapshot.empty();
  @Nullable Problem held;
  Optional<Problem> declared = Optional.empty();
  List<HistoryEntry> past = List.of();
  Optional<Ruling.Shut> gate = Optional.empty();
  @Nullable DriftStatus drift;
  @Nullable PlanStatus shownPlan;
  List<String> data = List.of();
  @Nullable String requested;
  List<RejectedEntry> rejected = List.of();
  long generation = 7;
  Instant now = NOON;

  static ReleaseStatus live(String tag, Slot slot) {
    return new ReleaseStatus(
        tag, "sha256:abc", "abc", "config", "staging-" + tag, slot, NOON.toString());
  }

  static RolloutStatus under(RolloutStatus.Step step, String tag, Slot to) {
    return new RolloutStatus(
        to.other(), to, "staging-" + tag, step, NOON.toString(), NOON.toString());
  }

  static HistoryEntry entry(String tag, Slot slot, Outcome outcome) {
    return new HistoryEntry(
        tag,
        "sha256:abc",
        "config",
        "staging-" + tag,
        slot,
        NOON.toString(),
        null,
        outcome,
        7L,
        null,
        null,
        null,
        null);
  }

  Recorded recorded() {
    var history = new ArrayList<>(past);
    if (live != null) {
      history.add(entry(live.tag(), live.slot(), Outcome.LIVE));
    }
    return new Recorded(live, rollout, history);
  }

  private SlotView slot() {
    return new SlotView(shown, "", 2, 2, ready, ready, 2, current, stuck);
  }

  EnvironmentStatus status() {
    var view =
        new View(
            Map.of(Slot.BLUE, slot(), Slot.GREEN, slot()),
            new View.ServiceView(selected, ""),
            Optional.empty(),
            Map.of());
    return new StatusFactory(before, generation, now)
        .of(
            new StatusFactory.Findings(
                AWS,
                IMAGE,
                new ReleaseReport(
                    new Rollout(recorded(), view, Map.of(), RULES, generation, NOON, now),
                    wanted,
                    missing,
                    held,
                    gate),
                SyncReport.of("staging", plan, snapshot, List.of()),
                surroundings,
                declared,
                new StatusFactory.Insight(drift, shownPlan, data, List.of()),
                new RedriveRules(false, Optional.empty(), before.redrive(), now).off(),
                Monitoring.off(),
                rejected,
                new LastHandled(requested, null, null, null, null, null),
                null));
  }
}
