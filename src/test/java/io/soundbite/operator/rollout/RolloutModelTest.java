package io.soundbite.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.rollout.ModelWorld.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;

/**
 * Drives the state machine against a model of the cluster, with everything that can happen in
 * between, and checks after each write what must always hold; see {@link ModelWorld}.
 */
class RolloutModelTest {
  /** The plain one, the longest way, and one without automatic rollback. */
  static final List<RolloutRules> RULES =
      List.of(
          rules(Duration.ZERO, Optional.empty(), true),
          rules(Duration.ofSeconds(30), Optional.of(Duration.ofMinutes(5)), true),
          rules(Duration.ZERO, Optional.of(Duration.ofMinutes(5)), false));

  private static RolloutRules rules(Duration overlap, Optional<Duration> trial, boolean back) {
    return new RolloutRules(Duration.ofMinutes(10), Duration.ofMinutes(20), overlap, back, trial);
  }

  @Provide
  Arbitrary<RolloutRules> rules() {
    return Arbitraries.of(RULES);
  }

  @Property(tries = 10_000, shrinking = ShrinkingMode.BOUNDED)
  void whateverHappens(
      @ForAll("rules") RolloutRules rules, @ForAll @Size(min = 10, max = 80) List<Event> events) {
    var world = new ModelWorld(rules);
    events.forEach(world::happen);
    world.settle();
  }

  /** Each pair of events in each phase of a rollout: what chance may miss. */
  @Example
  void anyTwoEventsInAnyPhase() {
    for (var rules : RULES) {
      for (var first : Event.values()) {
        for (var second : Event.values()) {
          for (int phase = 0; phase < 32; phase += 5) {
            var world = midway(rules, phase);
            world.happen(first);
            world.happen(Event.RECONCILE);
            world.happen(second);
            world.settle();
          }
        }
      }
    }
  }

  /** The operator dies after each of its writes in each phase, and once more after the next. */
  @Example
  void anyTwoCrashesInAnyPhase() {
    for (var rules : RULES) {
      for (int phase = 0; phase < 40; phase++) {
        for (int first = 0; first <= ModelWorld.WRITES; first++) {
          for (int second = 0; second <= ModelWorld.WRITES; second++) {
            var world = midway(rules, phase);
            world.crash(first);
            world.crash(second);
            world.settle();
          }
        }
      }
    }
  }

  /** What all this is worth: the phases do reach every step. */
  @Example
  void phasesReachEveryStep() {
    var reached =
        RULES.stream()
            .flatMap(
                rules -> Stream.iterate(0, it -> it + 1).limit(40).map(it -> midway(rules, it)))
            .flatMap(world -> world.step().stream())
            .distinct()
            .toList();

    assertThat(reached).containsExactlyInAnyOrder(Step.values());
  }

  /** A is live, and B is on its way for {@code phase} events. */
  private static ModelWorld midway(RolloutRules rules, int phase) {
    var world = new ModelWorld(rules);
    world.happen(Event.WANT_A);
    world.settle();
    world.happen(Event.WANT_B);
    for (int i = 0; i < phase; i++) {
      world.happen(
          switch (i % 4) {
            case 1 -> Event.PODS_ADVANCE;
            case 3 -> Event.TRIAL_SUCCEEDS;
            default -> Event.RECONCILE;
          });
      if (i == 25) {
        world.happen(Event.A_MINUTE_PASSES);
      }
    }
    return world;
  }
}
