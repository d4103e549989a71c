package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.DENIED;
import static io.soundbite.operator.engine.Samples.NOON;
import static io.soundbite.operator.engine.Samples.THEM;
import static io.soundbite.operator.engine.Samples.US;
import static io.soundbite.operator.engine.Samples.filter;
import static io.soundbite.operator.engine.Samples.logGroup;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every plan, whatever was observed. */
class PlannerPropertyTest {
  private static final List<Desired> WANTS = List.of(logGroup(30), filter("ERROR"));

  @Property(tries = 2000)
  void aDecisionRestsOnWhatIsCertain(
      @ForAll("seen") Map<Key, Observation<?>> seen,
      @ForAll("ours") Ours ours,
      @ForAll boolean delete,
      @ForAll boolean withData) {
    var planner = new Planner(ours);
    assertOneEach(planner.plan(WANTS, seen)).forEach(step -> assertCertain(step, seen));
    assertOneEach(planner.planRemoval(WANTS, seen, delete, withData))
        .forEach(step -> assertCertain(step, seen));
  }

  private static List<Step> assertOneEach(List<Step> plan) {
    assertThat(plan.stream().map(Step::key)).isEqualTo(WANTS.stream().map(Desired::key).toList());
    return plan;
  }

  private static void assertCertain(Step step, Map<Key, Observation<?>> seen) {
    var observation = seen.get(step.key());
    switch (step) {
      case Step.Create create ->
          assertThat(observation)
              .isNotNull()
              .isNotInstanceOf(Observation.Unknown.class)
              .matches(it -> it instanceof Observation.Absent || goneWithItsParent(it, seen));
      case Step.Update update -> assertWritable(observation, seen);
      case Step.Delete gone -> assertWritable(observation, seen);
      case Step.Release left -> assertWritable(observation, seen);
      case Step.Keep keep -> assertThat(observation).isNotNull();
      case Step.Blocked blocked -> assertThat(blocked.message()).isNotBlank();
    }
  }

  private static boolean goneWithItsParent(
      Observation<?> observation, Map<Key, Observation<?>> seen) {
    return observation instanceof Observation.Present<?> present
        && present.ownership() instanceof Ownership.SameAs
        && seen.get(WANTS.getFirst().key()) instanceof Observation.Absent;
  }

  /** It is certainly there, and what says whose it is was certainly read. */
  private static void assertWritable(Observation<?> observation, Map<Key, Observation<?>> seen) {
    assertThat(observation).isInstanceOf(Observation.Present.class);
    var ownership = ((Observation.Present<?>) observation).ownership();
    if (ownership instanceof Ownership.SameAs) {
      assertThat(seen.get(WANTS.getFirst().key())).isInstanceOf(Observation.Present.class);
    }
    assertThat(ownership).isNotEqualTo(new Ownership.Foreign("a stranger"));
  }

  @Provide
  Arbitrary<Ours> ours() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of("cloudformation", THEM.toString()).optional())
        .as((adopt, from) -> new Ours(US, adopt, from));
  }

  @Provide
  Arbitrary<Map<Key, Observation<?>>> seen() {
    var parent = observations(List.of(logGroup(30), logGroup(7)), owners());
    var child =
        observations(
            List.of(filter("ERROR"), filter("WARN")),
            Arbitraries.of(new Ownership.SameAs("ApiLogs"), new Ownership.Written()));
    return Combinators.combine(parent.optional(), child.optional()).as(PlannerPropertyTest::seen);
  }

  private static Map<Key, Observation<?>> seen(
      Optional<Observation<?>> parent, Optional<Observation<?>> child) {
    var seen = new HashMap<Key, Observation<?>>();
    parent.ifPresent(it -> seen.put(WANTS.getFirst().key(), it));
    child.ifPresent(it -> seen.put(WANTS.getLast().key(), it));
    return seen;
  }

  private static Arbitrary<Ownership> owners() {
    return Arbitraries.of(
        new Ownership.Unowned(),
        new Ownership.OwnedBy(US),
        new Ownership.OwnedBy(THEM),
        new Ownership.RetainedBy(US),
        new Ownership.RetainedBy(THEM),
        new Ownership.Foreign("a stranger"),
        new Ownership.Foreign("cloudformation stack legacy"),
        new Ownership.Written());
  }

  private static <D extends Desired> Arbitrary<Observation<?>> observations(
      List<D> haves, Arbitrary<? extends Ownership> owners) {
    Arbitrary<Observation<?>> present =
        Combinators.combine(Arbitraries.of(haves), owners)
            .as((have, owner) -> new Observation.Present<>(have, owner, NOON));
    Arbitrary<Observation<?>> other =
        Arbitraries.of(new Observation.Absent<D>(NOON), new Observation.Unknown<D>(DENIED, NOON));
    return Arbitraries.oneOf(present, other);
  }
}
