package io.soundbite.operator.rollout;

import static io.soundbite.operator.rollout.Releases.release;
import static io.soundbite.operator.rollout.Releases.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.rollout.TrialView.State;
import io.soundbite.operator.rollout.View.ServiceView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state that can be recorded, under everything that can be seen, asked for and on the clock:
 * what is decided is safe by itself, whatever led there. What sequences of events lead to is for
 * {@link RolloutModelTest}.
 */
class RolloutStepsTest extends RolloutCase {
  /** No decision chain is longer, with nothing changing around it. */
  private static final int LONGEST = 6;

  private static final Duration OVERLAP = Duration.ofSeconds(30);
  private static final Optional<Duration> TRIAL = Optional.of(Duration.ofMinutes(2));

  /** The plain way, the longest way, and without automatic rollback. */
  private static final Map<String, RolloutRules> RULED =
      new TreeMap<>(
          Map.of(
              "plain, ", RULES,
              "overlap and trial, ", rules(OVERLAP, true, TRIAL),
              "trial and no way back, ", rules(Duration.ZERO, false, TRIAL)));

  /** Before anything is due, and after everything is. */
  private static final List<Instant> TIMES =
      List.of(NOON.plusSeconds(9), NOON.plus(Duration.ofHours(1)));

  /** Nothing known, what is live, what is on its way, and another; the last two gated too. */
  private static final List<Asked> ASKED =
      List.of(
          Asked.unknown(),
          want("a"),
          want("b"),
          new Asked(Optional.of(revision("b")), false, false),
          want("c"),
          new Asked(Optional.of(revision("c")), false, false));

  private static final String JOB = SlotTarget.Trial.of(release("b"), NOON).name();

  private static long decisions;

  /** Where a rollout may stand; {@link #NONE} when there is none. */
  private enum At {
    NONE,
    FILLING,
    VERIFYING,
    OVERLAPPING,
    SWITCHING,
    WARM;

    static At of(Recorded recorded) {
      var rollout = recorded.rollout();
      return rollout == null ? NONE : valueOf(rollout.step().name());
    }
  }

  /** The machine: where each step may lead in one decision, itself included. */
  private static final Map<At, Set<At>> EDGES =
      new EnumMap<>(
          Map.of(
              At.NONE, EnumSet.of(At.NONE, At.FILLING),
              At.FILLING,
                  EnumSet.of(At.NONE, At.FILLING, At.VERIFYING, At.OVERLAPPING, At.SWITCHING),
              At.VERIFYING, EnumSet.of(At.NONE, At.FILLING, At.VERIFYING),
              At.OVERLAPPING, EnumSet.of(At.NONE, At.FILLING, At.OVERLAPPING, At.SWITCHING),
              // NONE: a first release leaves nothing warm
              At.SWITCHING, EnumSet.of(At.NONE, At.FILLING, At.SWITCHING, At.WARM),
              At.WARM, EnumSet.of(At.NONE, At.FILLING, At.WARM)));

  private static final Map<At, Set<At>> TAKEN = new EnumMap<>(At.class);

  /** A record of a kind, the rules it is under, and what it can see that matters to it. */
  record Case(String name, Recorded recorded, RolloutRules rules) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    var cases = new ArrayList<Case>();
    RULED.forEach(
        (label, rules) ->
            records().forEach((name, it) -> cases.add(new Case(label + name, it, rules))));
    return cases;
  }

  private static Map<String, Recorded> records() {
    var records = new TreeMap<String, Recorded>();
    records.put("nothing", nothing());
    records.put("first failed", first(Slot.BLUE, Step.FILLING).with(null).changed(B, FAILS));
    for (var slot : Slot.values()) {
      for (var step : List.of(Step.FILLING, Step.VERIFYING, Step.SWITCHING)) {
        records.put("first to %s %s".formatted(slot, step), first(slot, step));
      }
    }
    records.put("idle", idle());
    records.put("idle, failed before", going(Step.FILLING).with(null).changed(B, FAILS));
    records.put("idle, served before", having(idle(), entry("b", Slot.GREEN, Outcome.REPLACED)));
    records.put(
        "idle, live failed",
        having(idle(), FAILS.apply(entry("b", Slot.GREEN, Outcome.LIVE)))
            .changed(revision("a").name(), FAILS));
    for (var step : List.of(Step.FILLING, Step.VERIFYING, Step.OVERLAPPING, Step.SWITCHING)) {
      var going = going(step);
      records.put("" + step, going);
      records.put(
          step + " again", having(going, FAILS.apply(entry("b", Slot.GREEN, Outcome.LIVE))));
      records.put(step + " tried", going.changed(B, it -> it.verifiedBy(JOB)));
      records.put(
          step + " returning",
          having(going, entry("b", Slot.GREEN, Outcome.REPLACED))
              .changed(revision("a").name(), FAILS));
    }
    records.put("warm", warm());
    records.put("warm, former failed", warm().changed(revision("a").name(), FAILS));
    return records;
  }

  private static final String B = revision("b").name();
  private static final UnaryOperator<HistoryEntry> FAILS =
      it -> it.ended(NOON.toString(), Outcome.ROLLED_BACK, "why");

  private static Recorded first(Slot slot, Step step) {
    return new Recorded(
        null, under(null, slot, "b", step), List.of(entry("b", slot, Outcome.ROLLING_OUT)));
  }

  /** With an older entry. */
  private static Recorded having(Recorded recorded, HistoryEntry older) {
    return new Recorded(
        recorded.live(),
        recorded.rollout(),
        Stream.concat(recorded.history().stream(), Stream.of(older)).toList());
  }

  /** A slot without a Deployment, with a former release, and with its own in each condition. */
  private static List<Optional<SlotView>> slots(String own) {
    var ready = slot(own, 3, 3);
    return List.of(
        Optional.empty(),
        Optional.of(slot("c", 2, 2)),
        Optional.of(slot(own, 0, 0)),
        Optional.of(slot(own, 3, 1)),
        Optional.of(ready),
        Optional.of(unmarked(ready)),
        Optional.of(troubled(slot(own, 3, 1), "CrashLoopBackOff", NOON)));
  }

  /** What the live Service selects, and how it is marked; that matters when it is to move. */
  private static List<ServiceView> services(Recorded recorded) {
    var marks =
        recorded.switchingTo().isPresent()
            ? List.of("", NOON.toString(), NOON + SlotTarget.WITHDRAWN)
            : List.of(NOON.toString());
    var services = new ArrayList<ServiceView>();
    for (var selected :
        List.of(Set.<Slot>of(), Set.of(Slot.BLUE), Set.of(Slot.GREEN), Set.of(Slot.values()))) {
      for (var mark : marks) {
        services.add(new ServiceView(selected, mark));
      }
    }
    return services;
  }

  /** What the processor shows; it matters once something is live. */
  private static List<Optional<SlotView>> processors(Recorded recorded) {
    var live = recorded.live();
    var rollout = recorded.rollout();
    if (live == null || (rollout != null && rollout.step() != Step.WARM)) {
      return List.of(Optional.empty());
    }
    return List.of(
        Optional.empty(),
        Optional.of(slot(live.tag(), 1, 1)),
        Optional.of(slot("c", 1, 1)),
        Optional.of(troubled(slot(live.tag(), 1, 0), "CrashLoopBackOff", NOON)));
  }

  /** What the Job shows; it matters when there may be one. */
  private static List<Map<String, TrialView>> trials(Case it) {
    var rollout = it.recorded().rollout();
    if (it.rules().trial().isEmpty()
        || rollout == null
        || Set.of(Step.OVERLAPPING, Step.SWITCHING, Step.WARM).contains(rollout.step())) {
      return List.of(Map.of());
    }
    return Stream.concat(
            Stream.of(Map.<String, TrialView>of()),
            Stream.of(State.values()).map(state -> Map.of(JOB, new TrialView(state, "why"))))
        .toList();
  }

  private static void views(Case it, Consumer<View> each) {
    var first = it.recorded().live() == null;
    for (var blue : slots(first ? "b" : "a")) {
      for (var green : slots("b")) {
        var slots = new EnumMap<Slot, SlotView>(Slot.class);
        blue.ifPresent(seen -> slots.put(Slot.BLUE, seen));
        green.ifPresent(seen -> slots.put(Slot.GREEN, seen));
        for (var service : services(it.recorded())) {
          for (var processor : processors(it.recorded())) {
            for (var trials : trials(it)) {
              each.accept(new View(slots, service, processor, trials));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyDecision(Case it) {
    rules = it.rules();
    views(
        it,
        view -> {
          for (var time : TIMES) {
            now = time;
            for (var asked : ASKED) {
              decide(it.recorded(), view, asked);
            }
          }
        });
  }

  @AfterAll
  static void everyEdgeWasTaken() {
    assertThat(TAKEN).as("the table says no more than there is").isEqualTo(EDGES);
    assertThat(decisions).isGreaterThan(500_000);
  }

  /** From one decision to the next, until nothing more is decided. */
  private void decide(Recorded from, View view, Asked asked) {
    var recorded = from;
    for (int i = 0; i < LONGEST; i++) {
      decisions++;
      var rollout = rollout(recorded, view);
      var next = rollout.next(asked);
      try {
        checkTarget(rollout, rollout.target(asked));
        check(rollout.due().filter(it -> !it.isAfter(now)).isEmpty(), "due is to come");
        checkNext(rollout, next, asked);
      } catch (AssertionError e) {
        throw new AssertionError(
            "%s%n %s%n-> %s%n under %s%n asked %s at %s"
                .formatted(e.getMessage(), recorded, next, view, asked, now),
            e);
      }
      if (next.equals(recorded)) {
        return;
      }
      recorded = next;
    }
    throw new AssertionError(
        "no end: %s under %s asked %s at %s".formatted(from, view, asked, now));
  }

  /** Plain, since it runs some ten million times. */
  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static void checkTarget(Rollout rollout, SlotTarget target) {
    var recorded = rollout.recorded();
    var live = recorded.live();
    var under = recorded.rollout();
    var at = At.of(recorded);
    var min = BOUNDS.min();
    if (live != null) {
      checkLive(rollout, target.live());
      check(target.size(target.live()) >= min, "what is live has its pods");
      check(target.size(live.slot()) >= min, "and what was live, until it is recorded otherwise");
      check(
          target.processor().equals(Optional.ofNullable(target.releases().get(target.live()))),
          "the processor runs what is live");
    }
    if (target.overlap()) {
      var other = rollout.view().slots().get(target.live().other());
      check(at == At.OVERLAPPING, "an overlap is recorded first");
      check(other != null && other.ready() >= min, "both have pods in an overlap");
    }
    check(target.trial().isPresent() == (at == At.VERIFYING), "a trial is recorded first");
    check(target.fence().isPresent() == (under != null), "what a rollout moves is marked");
    check(
        target.fence().filter(SlotTarget.Fence::withdrawn).isEmpty()
            || (at == At.SWITCHING && target.live() != under.to()),
        "only a switch that is not made is withdrawn");
    for (var slot : Slot.values()) {
      check(target.size(slot) <= BOUNDS.max(), "within bounds");
    }
  }

  private static void checkLive(Rollout rollout, Slot target) {
    var recorded = rollout.recorded();
    if (target == recorded.live().slot()) {
      return;
    }
    var under = recorded.rollout();
    check(under != null && under.step() == Step.SWITCHING, "a switch is recorded first");
    check(under.to() == target, "it moves to what takes over");
    check(
        rollout.view().live().selected().equals(Set.of(target)) || serves(rollout),
        "it moves to pods");
  }

  /** Told without what the machine itself uses. */
  private static boolean serves(Rollout rollout) {
    var under = rollout.recorded().rollout();
    var seen = rollout.view().slots().get(under.to());
    return seen != null
        && under.revision().endsWith("-" + seen.release())
        && seen.rollout().equals(under.started())
        && seen.available() >= BOUNDS.min()
        && seen.available() == seen.desired();
  }

  private static void checkNext(Rollout rollout, Recorded next, Asked asked) {
    var was = rollout.recorded();
    var edges = EDGES.get(At.of(was));
    check(edges.contains(At.of(next)), At.of(was) + " does not lead to " + At.of(next));
    TAKEN.computeIfAbsent(At.of(was), any -> EnumSet.noneOf(At.class)).add(At.of(next));
    check(count(next, Outcome.ROLLING_OUT) <= 1, "one release on its way");
    check(count(next, Outcome.LIVE) <= 1, "one release live");
    checkSwitched(rollout, next);
    checkBegun(rollout, next, asked);
    var under = next.rollout();
    if (next.live() != null) {
      var live = next.live();
      check(
          next.history().stream().anyMatch(it -> it.digest().equals(live.digest())),
          "what is live is in history");
      check(
          under == null
              || live.slot() == (under.step() == Step.WARM ? under.to() : under.to().other()),
          "one slot each");
    }
    if (under != null && under.step() == Step.SWITCHING && !next.equals(was)) {
      check(serves(rollout), "only what serves is switched to");
    }
    next.history().stream()
        .filter(it -> it.outcome() == Outcome.ROLLED_BACK)
        .forEach(it -> check(it.message() != null && it.ended() != null, "it says why"));
  }

  private static void checkSwitched(Rollout rollout, Recorded next) {
    var was = rollout.recorded();
    if (Objects.equals(was.live(), next.live())) {
      return;
    }
    var under = was.rollout();
    check(under != null && under.step() == Step.SWITCHING, "what is live changes in a switch");
    check(rollout.view().live().selected().equals(Set.of(under.to())), "and once it was seen made");
    check(next.live().revision().equals(under.revision()), "to what was on its way");
  }

  /** What begins was asked for and admitted, or comes back because what is live has failed. */
  private static void checkBegun(Rollout rollout, Recorded next, Asked asked) {
    var was = rollout.recorded();
    var under = next.rollout();
    if (under == null
        || under.step() == Step.WARM
        || (was.rollout() != null && was.rollout().revision().equals(under.revision()))) {
      return;
    }
    var began = under.revision();
    check(!was.failed(began, rollout.generation()), "what failed is held");
    if (!next.returning()) {
      check(asked.admitted(), "nothing begins past a gate");
      check(asked.release().filter(it -> it.name().equals(began)).isPresent(), "it was asked for");
      return;
    }
    check(rollout.rules().autoRollback(), "it comes back by itself only if it may");
    check(At.of(was) == At.WARM, "only while it is warm");
    check(
        was.entry(began).map(HistoryEntry::outcome).filter(Outcome.REPLACED::equals).isPresent(),
        "it was live before");
  }

  private static long count(Recorded recorded, Outcome outcome) {
    return recorded.history().stream().filter(it -> it.outcome() == outcome).count();
  }
}
