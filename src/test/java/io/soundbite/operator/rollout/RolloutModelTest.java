package io.soundbite.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
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
import java.util.function.Predicate;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;

/**
 * Drives the state machine against a model of the cluster, with everything that can happen in
 * between, and checks after each step what must always hold.
 */
class RolloutModelTest {
  private static final Duration WARMTH = Duration.ofMinutes(10);
  private static final Bounds BOUNDS = new Bounds(2, 4);
  private static final RolloutRules RULES =
      new RolloutRules(BOUNDS, WARMTH, Duration.ofHours(1), Duration.ZERO, true, Optional.empty());

  /** What can happen. */
  enum Event {
    WANT_A,
    WANT_B,
    WANT_C,
    FORGET_IMAGE,
    RECONCILE,
    RECONCILE_ON_OLD_POD_COUNTS,
    CRASH_BEFORE_STATUS,
    CRASH_BEFORE_WRITES,
    PODS_ADVANCE,
    BLUE_LOSES_A_POD,
    GREEN_LOSES_A_POD,
    AUTOSCALE_UP,
    AUTOSCALE_DOWN,
    FIVE_MINUTES_PASS,
    REVISION_OF_LIVE_LOST,
    REVISION_OF_ROLLOUT_LOST,
    STATUS_LOST
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
  void whateverHappens(@ForAll @Size(min = 10, max = 80) List<Event> events) {
    var world = new World();
    events.forEach(world::happen);
    world.settle();
  }

  /** Each pair of events in each phase of a rollout: what chance may miss. */
  @Example
  void anyTwoEventsInAnyPhase() {
    for (var first : Event.values()) {
      for (var second : Event.values()) {
        for (int phase = 0; phase < 24; phase += 2) {
          var world = new World();
          world.happen(Event.WANT_A);
          world.settle();
          world.happen(Event.WANT_B);
          for (int i = 0; i < phase; i++) {
            world.happen(i % 2 == 0 ? Event.RECONCILE : Event.PODS_ADVANCE);
          }
          world.happen(first);
          world.happen(Event.RECONCILE);
          world.happen(second);
          world.settle();
        }
      }
    }
  }

  /** The operator and what it lives in. */
  private static final class World {
    private final ModelCluster cluster = new ModelCluster();
    private final Map<String, Release> stored = new HashMap<>();
    private Recorded recorded = new Recorded(null, null, List.of());
    private Optional<Revision> wanted = Optional.empty();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private View before = cluster.view();

    void happen(Event event) {
      switch (event) {
        case WANT_A -> wanted = Optional.of(Releases.revision("a"));
        case WANT_B -> wanted = Optional.of(Releases.revision("b"));
        case WANT_C -> wanted = Optional.of(Releases.revision("c"));
        case FORGET_IMAGE -> wanted = Optional.empty();
        case RECONCILE -> record(reconcile(cluster.view()));
        case RECONCILE_ON_OLD_POD_COUNTS -> record(reconcile(old()));
        case CRASH_BEFORE_STATUS -> reconcile(cluster.view());
        case CRASH_BEFORE_WRITES -> record(decide(rollout(cluster.view())));
        case PODS_ADVANCE -> pods(cluster::advance);
        case BLUE_LOSES_A_POD -> pods(() -> cluster.lose(Slot.BLUE));
        case GREEN_LOSES_A_POD -> pods(() -> cluster.lose(Slot.GREEN));
        case AUTOSCALE_UP -> cluster.view().selected().ifPresent(it -> cluster.scale(it, 4));
        case AUTOSCALE_DOWN -> cluster.view().selected().ifPresent(it -> cluster.scale(it, 2));
        case FIVE_MINUTES_PASS -> now = now.plus(Duration.ofMinutes(5));
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
      now = now.plusSeconds(1);
    }

    private void pods(Runnable change) {
      before = cluster.view();
      change.run();
    }

    /**
     * Pods as they were before their last change. What the operator itself wrote it sees at once.
     */
    private View old() {
      var views = new HashMap<>(cluster.view().slots());
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
      var view = cluster.view();
      return new View(views, view.live(), view.processor(), view.trials());
    }

    private Rollout rollout(View view) {
      wanted
          .filter(it -> recorded.revisions().contains(it.name()))
          .ifPresent(it -> stored.putIfAbsent(it.name(), it.release()));
      return new Rollout(recorded, view, Map.copyOf(stored), RULES, 1, now);
    }

    private Recorded reconcile(View view) {
      var rollout = rollout(view);
      act(rollout);
      return decide(rollout);
    }

    private Recorded decide(Rollout rollout) {
      var next = rollout.next(new Asked(wanted, true));
      if (!next.equals(recorded)) {
        wanted.ifPresent(it -> stored.put(it.name(), it.release()));
        stored.keySet().retainAll(next.revisions());
      }
      return next;
    }

    private void act(Rollout rollout) {
      var target = rollout.target();
      checkMove(rollout, target.live());
      for (var slot : Slot.values()) {
        if (!rollout.lost().contains(slot)) {
          target.release(slot).ifPresent(release -> apply(slot, release, target));
        }
      }
      cluster.select(
          target.overlap() ? Set.of(Slot.values()) : Set.of(target.live()),
          target.fence().map(it -> it.rollout() + (it.withdrawn() ? SlotTarget.WITHDRAWN : "")));
    }

    /** The live Service never moves to a slot that does not serve what is recorded for it. */
    private void checkMove(Rollout rollout, Slot to) {
      var from = cluster.view().selected();
      if (from.isEmpty() || from.get() == to) {
        return;
      }
      var name = recorded.revision(to).orElseThrow();
      assertThat(recorded.rollout()).isNotNull();
      assertThat(recorded.rollout().step()).isEqualTo(Step.SWITCHING);
      assertThat(recorded.rollout().to()).isEqualTo(to);
      assertThat(rollout.view().slots().get(to).serves(stored.get(name).hash(), BOUNDS.min()))
          .as("moves to a slot that serves")
          .isTrue();
    }

    /**
     * What the live Service selects is neither changed nor made smaller than it may be. Only a
     * first release that was given up before it was live may make way in place.
     */
    private void apply(Slot slot, Release release, SlotTarget target) {
      var size = target.size(slot);
      var before = cluster.view().slots().get(slot);
      if (cluster.view().selected().equals(Optional.of(slot))
          && before != null
          && before.desired() > 0) {
        assertThat(size).isGreaterThanOrEqualTo(BOUNDS.min());
        var first = recorded.live() == null && recorded.revision(slot).isPresent();
        assertThat(first || before.release().equals(release.hash())).isTrue();
      }
      cluster.apply(
          slot,
          release.hash(),
          size,
          target.fence().filter(it -> it.slot() == slot).map(SlotTarget.Fence::rollout));
    }

    private void record(Recorded next) {
      recorded = next;
      var history = recorded.history();
      assertThat(history).hasSizeLessThanOrEqualTo(10);
      assertThat(history).filteredOn(is(Outcome.ROLLING_OUT)).hasSizeLessThanOrEqualTo(1);
      var live = history.stream().filter(is(Outcome.LIVE)).toList();
      if (recorded.live() == null) {
        assertThat(live).isEmpty();
      } else {
        assertThat(live).hasSize(1);
        assertThat(live.getFirst().revision()).isEqualTo(recorded.live().revision());
        assertThat(live.getFirst().digest()).isEqualTo(recorded.live().digest());
        assertThat(live.getFirst().slot()).isEqualTo(recorded.live().slot());
      }
      var rollout = recorded.rollout();
      if (rollout != null && recorded.live() != null) {
        var others = rollout.step() == Step.WARM ? rollout.from() : rollout.to();
        assertThat(others).as("one slot each").isEqualTo(recorded.live().slot().other());
      }
      if (rollout != null && rollout.step() != Step.WARM) {
        assertThat(history.getFirst().revision()).isEqualTo(rollout.revision());
        assertThat(history.getFirst().outcome()).isEqualTo(Outcome.ROLLING_OUT);
      }
    }

    private static Predicate<HistoryEntry> is(Outcome outcome) {
      return entry -> entry.outcome() == outcome;
    }

    /** When nothing more happens, what is wanted becomes live, and the other slot rests. */
    void settle() {
      if (wanted.isEmpty()) {
        happen(Event.WANT_B);
      }
      for (int i = 0; i < 60 && !done(); i++) {
        happen(Event.RECONCILE);
        happen(Event.PODS_ADVANCE);
      }
      now = now.plus(WARMTH);
      for (int i = 0; i < 12; i++) {
        happen(Event.RECONCILE);
        happen(Event.PODS_ADVANCE);
      }
      var live = recorded.live();
      assertThat(live).as("%s", recorded).isNotNull();
      assertThat(live.revision()).isEqualTo(wanted.orElseThrow().name());
      assertThat(recorded.rollout()).isNull();
      var view = cluster.view();
      assertThat(view.selected()).contains(live.slot());
      assertThat(view.slots().get(live.slot()).serves(wanted.get().release().hash(), BOUNDS.min()))
          .isTrue();
      var other = view.slots().get(live.slot().other());
      assertThat(other == null ? 0 : other.total()).isZero();
      assertThat(reconcile(view)).as("and it stays").isEqualTo(recorded);
    }

    private boolean done() {
      var live = recorded.live();
      return live != null
          && live.revision().equals(wanted.orElseThrow().name())
          && (recorded.rollout() == null || recorded.rollout().step() == Step.WARM);
    }
  }
}
