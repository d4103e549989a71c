package io.soundbite.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.status.ReleaseReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The operator and what it lives in, with what must always hold: the live Service moves only to
 * pods, one switch at a time, what is live is in history, nothing begins or goes on past a shut
 * gate, what is asked for no more never becomes live, and no deadline is over before the operator
 * could act for that long.
 */
final class ModelWorld {
  /** How many objects one turn writes at most; the status comes after them. */
  static final int WRITES = 5;

  private final ModelCluster cluster = new ModelCluster();
  private static final Map<String, Revision> REVISIONS =
      Map.of("a", Releases.revision("a"), "b", Releases.revision("b"), "c", Releases.revision("c"));

  private final Map<String, Release> stored = new HashMap<>();
  private final RolloutRules rules;
  private Recorded recorded = new Recorded(null, null, List.of());
  private Optional<Revision> wanted = Optional.empty();
  private boolean admitted = true;
  private long generation = 1;
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private Optional<Instant> actingSince = Optional.empty();
  private boolean paused;
  private boolean held;

  /** For how long the operator could act at the step that is recorded. */
  private Duration acting = Duration.ZERO;

  private View before = cluster.view();

  ModelWorld(RolloutRules rules) {
    this.rules = rules;
  }

  /** What can happen. */
  enum Event {
    WANT_A,
    WANT_B,
    WANT_C,
    FORGET_IMAGE,
    SHUT_GATE,
    OPEN_GATE,
    CHANGE_SPEC,
    RECONCILE,
    RECONCILE_ON_OLD_POD_COUNTS,
    CRASH_BEFORE_STATUS,
    CRASH_AFTER_ONE_WRITE,
    CRASH_AFTER_THREE_WRITES,
    PODS_ADVANCE,
    TRIAL_SUCCEEDS,
    TRIAL_FAILS,
    BLUE_LOSES_A_POD,
    GREEN_LOSES_A_POD,
    BLUE_FAILS,
    GREEN_FAILS,
    PROCESSOR_FAILS,
    AUTOSCALE_UP,
    AUTOSCALE_DOWN,
    MEDDLE_BLUE,
    MEDDLE_GREEN,
    REFUSE_DEPLOYMENTS,
    REFUSE_SERVICES,
    REFUSE_JOBS,
    ACCEPT_WRITES,
    CREATE_NO_PODS,
    PAUSE,
    RESUME,
    A_MINUTE_PASSES,
    AN_HOUR_PASSES,
    REVISION_OF_LIVE_LOST,
    REVISION_OF_ROLLOUT_LOST,
    STATUS_LOST
  }

  void happen(Event event) {
    switch (event) {
      case WANT_A -> want("a");
      case WANT_B -> want("b");
      case WANT_C -> want("c");
      case FORGET_IMAGE -> wanted = Optional.empty();
      case SHUT_GATE -> admitted = false;
      case OPEN_GATE -> admitted = true;
      case CHANGE_SPEC -> generation++;
      case RECONCILE -> record(reconcile(cluster.view(), WRITES));
      case RECONCILE_ON_OLD_POD_COUNTS -> record(reconcile(old(), WRITES));
      case CRASH_BEFORE_STATUS -> crash(WRITES);
      case CRASH_AFTER_ONE_WRITE -> crash(1);
      case CRASH_AFTER_THREE_WRITES -> crash(3);
      case PODS_ADVANCE -> pods(cluster::advance);
      case TRIAL_SUCCEEDS -> cluster.end(new TrialView(TrialView.State.SUCCEEDED, ""));
      case TRIAL_FAILS -> cluster.end(new TrialView(TrialView.State.FAILED, "exit code 1"));
      case BLUE_LOSES_A_POD -> pods(() -> cluster.lose(Slot.BLUE));
      case GREEN_LOSES_A_POD -> pods(() -> cluster.lose(Slot.GREEN));
      case BLUE_FAILS -> cluster.fail(Slot.BLUE, now);
      case GREEN_FAILS -> cluster.fail(Slot.GREEN, now.plusSeconds(20));
      case PROCESSOR_FAILS -> cluster.failProcessor(now);
      case AUTOSCALE_UP -> cluster.view().selected().ifPresent(it -> cluster.scale(it, 4));
      case AUTOSCALE_DOWN -> cluster.view().selected().ifPresent(it -> cluster.scale(it, 2));
      case MEDDLE_BLUE -> cluster.meddle(Set.of(Slot.BLUE));
      case MEDDLE_GREEN -> cluster.meddle(Set.of(Slot.GREEN));
      case REFUSE_DEPLOYMENTS -> cluster.refuse(ModelCluster.Kind.DEPLOYMENT);
      case REFUSE_SERVICES -> cluster.refuse(ModelCluster.Kind.SERVICE);
      case REFUSE_JOBS -> cluster.refuse(ModelCluster.Kind.JOB);
      case ACCEPT_WRITES -> cluster.accept();
      case CREATE_NO_PODS -> cluster.starve();
      case PAUSE -> paused = true;
      case RESUME -> paused = false;
      case A_MINUTE_PASSES -> pass(Duration.ofMinutes(1));
      case AN_HOUR_PASSES -> pass(Duration.ofHours(1));
      case REVISION_OF_LIVE_LOST -> {
        if (recorded.live() != null) {
          stored.remove(recorded.live().revision());
        }
      }
      case REVISION_OF_ROLLOUT_LOST -> {
        if (recorded.rollout() != null) {
          stored.remove(recorded.rollout().revision());
        }
      }
      case STATUS_LOST -> recorded = new Recorded(null, null, List.of());
    }
    pass(Duration.ofSeconds(1));
  }

  private void pass(Duration time) {
    now = now.plus(time);
    if (!held) {
      acting = acting.plus(time);
    }
  }

  /** The operator dies after {@code writes} of one turn, and before it writes status. */
  void crash(int writes) {
    reconcile(cluster.view(), writes);
    actingSince = Optional.empty();
    acting = Duration.ZERO;
  }

  Optional<Step> step() {
    return Optional.ofNullable(recorded.rollout()).map(RolloutStatus::step);
  }

  private void want(String tag) {
    wanted = Optional.of(REVISIONS.get(tag));
    generation++;
  }

  private void pods(Runnable change) {
    before = cluster.view();
    change.run();
  }

  /** Pods as they were before their last change. What the operator itself wrote it sees at once. */
  private View old() {
    var view = cluster.view();
    var views = new HashMap<>(view.slots());
    views.replaceAll(
        (slot, now) -> {
          var old = before.slots().get(slot);
          return old == null || !old.release().equals(now.release())
              ? now
              : new SlotView(
                  now.release(),
                  now.rollout(),
                  now.desired(),
                  old.updated(),
                  old.ready(),
                  old.available(),
                  old.total(),
                  now.current(),
                  now.trouble());
        });
    return new View(views, view.live(), view.processor(), view.trials());
  }

  private Recorded reconcile(View view, int writes) {
    wanted
        .filter(it -> recorded.revisions().contains(it.name()))
        .ifPresent(it -> stored.putIfAbsent(it.name(), it.release()));
    if (actingSince.isEmpty()) {
      actingSince = Optional.of(now);
      acting = Duration.ZERO;
    }
    var rollout = rollout(view);
    var asked = new Asked(wanted, admitted, admitted);
    cluster.forgetRefusals();
    if (!paused) {
      writes(rollout, asked).stream().limit(writes).forEach(Runnable::run);
    }
    held = paused || (cluster.hasRefused() && !rollout.isWritten());
    var next = rollout.timed(paused ? recorded : rollout.next(asked), held);
    if (!next.equals(recorded) && writes == WRITES) {
      wanted.ifPresent(it -> stored.put(it.name(), it.release()));
      stored.keySet().retainAll(next.revisions());
    }
    return next;
  }

  private Rollout rollout(View view) {
    return new Rollout(
        recorded, view, Map.copyOf(stored), rules, generation, actingSince.orElse(now), now);
  }

  private List<Runnable> writes(Rollout rollout, Asked asked) {
    var target = rollout.target(asked);
    var writes = new ArrayList<Runnable>();
    writes.add(() -> select(rollout, target));
    for (var slot : Slot.values()) {
      if (!rollout.lost().contains(slot)) {
        target.release(slot).ifPresent(it -> writes.add(() -> apply(slot, it, target)));
      }
    }
    target.processor().ifPresent(it -> writes.add(() -> cluster.process(hash(it))));
    target.trial().ifPresent(it -> writes.add(() -> cluster.begin(it.name())));
    assertThat(writes).hasSizeLessThanOrEqualTo(WRITES);
    return writes;
  }

  /** The live Service never moves to a slot that does not serve what is recorded for it. */
  private void select(Rollout rollout, SlotTarget target) {
    var from = cluster.view().selected();
    var to = target.live();
    if (from.isPresent() && from.get() != to && !isMeddledWith(from.get())) {
      var under = recorded.rollout();
      assertThat(under).isNotNull();
      assertThat(under.step()).isEqualTo(Step.SWITCHING);
      if (to == under.to()) {
        assertMayBecomeLive(under.revision());
        assertServes(rollout, under);
      } else {
        assertThat(to).as("it returns").isEqualTo(recorded.live().slot());
      }
    }
    if (target.overlap()) {
      assertMayBecomeLive(recorded.rollout().revision());
      assertThat(step()).contains(Step.OVERLAPPING);
      assertThat(rollout.view().slots().get(to.other()).ready())
          .as("both have pods")
          .isGreaterThanOrEqualTo(RolloutCase.BOUNDS.min());
    }
    cluster.select(target);
  }

  /** Only what is asked for and admitted now, or what comes back by itself. */
  private void assertMayBecomeLive(String revision) {
    if (!recorded.returning()) {
      assertThat(wanted.map(Revision::name)).as("asked for now").contains(revision);
      assertThat(admitted).as("every gate is open").isTrue();
    }
  }

  /** Somebody moved it: it goes back to what is recorded. */
  private boolean isMeddledWith(Slot from) {
    return recorded.live() != null
        && recorded.live().slot() != from
        && !recorded.switchingTo().equals(Optional.of(from));
  }

  private void assertServes(Rollout rollout, RolloutStatus under) {
    var release = stored.get(under.revision());
    assertThat(release).isNotNull();
    var seen = rollout.view().slots().get(under.to());
    assertThat(seen.isOf(under.revision()) && seen.serves(RolloutCase.BOUNDS.min()))
        .as("pods are there")
        .isTrue();
    assertThat(seen.rollout()).as("written since it began").isEqualTo(under.started());
  }

  /**
   * What the live Service selects is neither changed nor made smaller than it may be. Only a first
   * release that was given up before it was live may make way in place.
   */
  private void apply(Slot slot, Release release, SlotTarget target) {
    var before = cluster.view().slots().get(slot);
    var live = recorded.live();
    if (live != null && live.slot() == slot && before != null && before.desired() > 0) {
      assertThat(target.size(slot)).isGreaterThanOrEqualTo(RolloutCase.BOUNDS.min());
      assertThat(before.release()).isEqualTo(hash(release));
    }
    cluster.apply(slot, hash(release), target);
  }

  private void record(Recorded next) {
    var was = recorded;
    recorded = next;
    assertNothingWithdrawnBecameLive(was);
    assertNoDeadlineWhileHeld(was);
    assertReadyForNothingElse();
    if (!standsAsBefore(was)) {
      acting = Duration.ZERO;
    }
    var history = recorded.history();
    assertThat(history).hasSizeLessThanOrEqualTo(10);
    assertThat(history).filteredOn(is(Outcome.ROLLING_OUT)).hasSizeLessThanOrEqualTo(1);
    assertThat(history).filteredOn(is(Outcome.LIVE)).hasSizeLessThanOrEqualTo(1);
    assertLiveIsInHistory();
    assertOneSlotEach();
    assertNothingBeganPastAGate(was);
  }

  private void assertNothingWithdrawnBecameLive(Recorded was) {
    var live = recorded.live();
    if (live == null || live.equals(was.live()) || was.returning()) {
      return;
    }
    assertThat(wanted.map(Revision::name)).as("asked for now").contains(live.revision());
    assertThat(admitted).as("every gate is open").isTrue();
  }

  private void assertNoDeadlineWhileHeld(Recorded was) {
    recorded.history().stream()
        .filter(it -> !was.history().contains(it))
        .map(HistoryEntry::message)
        .filter(it -> it != null && it.contains("DeadlineExceeded"))
        .forEach(it -> assertThat(acting).as(it).isGreaterThanOrEqualTo(rules.deadline()));
  }

  private void assertReadyForNothingElse() {
    var name = wanted.map(Revision::name);
    var under = recorded.rollout();
    var report =
        new ReleaseReport(rollout(cluster.view()), name.orElse(null), null, null, Optional.empty());
    if (report.reached() && under != null && under.step() != Step.WARM) {
      assertThat(name).as("Ready").contains(under.revision());
    }
  }

  private boolean standsAsBefore(Recorded was) {
    var before = was.rollout();
    var now = recorded.rollout();
    return before != null
        && now != null
        && before.step() == now.step()
        && before.started().equals(now.started())
        && before.since().equals(now.since());
  }

  private void assertLiveIsInHistory() {
    var live = recorded.live();
    if (live != null) {
      var entry = recorded.entry(live.revision());
      assertThat(entry).as("%s", recorded).isPresent();
      assertThat(recorded.history())
          .anySatisfy(
              it -> {
                assertThat(it.revision()).isEqualTo(live.revision());
                assertThat(it.digest()).isEqualTo(live.digest());
                assertThat(it.slot()).isEqualTo(live.slot());
                assertThat(it.outcome()).isIn(Outcome.LIVE, Outcome.ROLLED_BACK);
              });
    }
  }

  private void assertOneSlotEach() {
    var rollout = recorded.rollout();
    if (rollout == null) {
      return;
    }
    if (recorded.live() != null) {
      var other = rollout.step() == Step.WARM ? rollout.from() : rollout.to();
      assertThat(other).as("one slot each").isEqualTo(recorded.live().slot().other());
    }
    if (rollout.step() != Step.WARM) {
      assertThat(recorded.history().getFirst().revision()).isEqualTo(rollout.revision());
      assertThat(recorded.history().getFirst().outcome()).isEqualTo(Outcome.ROLLING_OUT);
    }
  }

  /** What begins was asked for and admitted, or it was live before and comes back by itself. */
  private void assertNothingBeganPastAGate(Recorded was) {
    var begun = recorded.history().stream().filter(is(Outcome.ROLLING_OUT)).findFirst();
    if (begun.isEmpty() || was.history().contains(begun.get())) {
      return;
    }
    var name = begun.get().revision();
    if (recorded.returning()) {
      assertThat(was.history())
          .filteredOn(it -> it.revision().equals(name))
          .extracting(HistoryEntry::outcome)
          .as("it was live before")
          .contains(Outcome.REPLACED);
    } else if (was.rollout() == null || !was.rollout().revision().equals(name)) {
      assertThat(wanted.map(Revision::name)).contains(name);
      assertThat(admitted).isTrue();
    }
  }

  /** Counted once for each release: it takes longer than all the rest. */
  private static String hash(Release release) {
    var name = REVISIONS.get(release.tag()).name();
    return name.substring(name.lastIndexOf('-') + 1);
  }

  private static Predicate<HistoryEntry> is(Outcome outcome) {
    return entry -> entry.outcome() == outcome;
  }

  /** When nothing more happens, what is wanted becomes live, and the other slot rests. */
  void settle() {
    admitted = true;
    paused = false;
    cluster.accept();
    generation++;
    if (wanted.isEmpty()) {
      want("b");
    }
    for (int i = 0; i < 100 && !done(); i++) {
      happen(Event.RECONCILE);
      happen(Event.PODS_ADVANCE);
      happen(Event.TRIAL_SUCCEEDS);
      pass(rules.overlap());
      if (i % 20 == 19) {
        generation++;
        cluster.heal();
      }
    }
    // The processor has its time too: what it never follows goes back.
    rest();
    pass(rules.warmth().plus(rules.deadline()));
    rest();
    assertSettled();
  }

  private void rest() {
    for (int i = 0; i < 12; i++) {
      cluster.heal();
      happen(Event.RECONCILE);
      happen(Event.PODS_ADVANCE);
    }
  }

  private void assertSettled() {
    var live = recorded.live();
    assertThat(live).as("%s", recorded).isNotNull();
    assertThat(live.revision()).as("%s", recorded).isEqualTo(wanted.orElseThrow().name());
    assertThat(recorded.rollout()).isNull();
    var view = cluster.view();
    assertThat(view.selected()).contains(live.slot());
    var seen = view.slots().get(live.slot());
    assertThat(seen.isOf(live.revision()) && seen.serves(RolloutCase.BOUNDS.min())).isTrue();
    var other = view.slots().get(live.slot().other());
    assertThat(other == null ? 0 : other.total()).isZero();
    assertThat(reconcile(view, WRITES)).as("and it stays").isEqualTo(recorded);
  }

  private boolean done() {
    return recorded.live() != null
        && recorded.live().revision().equals(wanted.orElseThrow().name())
        && (recorded.rollout() == null || recorded.rollout().step() == Step.WARM);
  }
}
