package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.filter;
import static io.soundbite.operator.engine.Samples.logGroup;
import static io.soundbite.operator.engine.Samples.thing;
import static io.soundbite.operator.engine.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.SnsTopic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Optional<String> RELEASE = Optional.of("1.4.2 (sha256:abc)");
  private static final List<Step> WRITES =
      List.of(
          new Step.Create(Specimens.table(true, true)),
          new Step.Create(filter("ERROR")),
          updated(logGroup(30), logGroup(7)),
          update(thing("queue", "wanted"), thing("queue", "found")),
          new Step.Delete(thing("old"), false),
          new Step.Release(thing("left")));
  private static final List<Step> OTHERS =
      List.of(
          new Step.Keep(thing("kept").key()),
          new Step.Blocked(thing("held").key(), "NotRead", "not read", List.of()));

  private static <D extends Desired> Step updated(D want, D have) {
    return new Step.Update(new Change<>(want, have, Difference.between(want, have)));
  }

  private static Plan plan(Step... steps) {
    return new Plan(List.of(steps), Optional.empty());
  }

  @Provide
  Arbitrary<List<Step>> shuffled() {
    return Arbitraries.shuffle(Stream.concat(WRITES.stream(), OTHERS.stream()).toList());
  }

  @Provide
  Arbitrary<Set<Step>> some() {
    return Arbitraries.subsetOf(WRITES);
  }

  @Property
  void hasOneNameWhateverTheOrderOfItsSteps(@ForAll("shuffled") List<Step> steps) {
    var plan = new Plan(WRITES, RELEASE);
    var other = new Plan(steps, RELEASE);

    assertThat(other.hash()).isEqualTo(plan.hash());
    assertThat(other.fingerprints()).isEqualTo(plan.fingerprints());
  }

  @Property
  void otherStepsAreAnotherPlan(@ForAll("some") Set<Step> one, @ForAll("some") Set<Step> other) {
    var hash = new Plan(List.copyOf(one), RELEASE).hash();

    assertThat(new Plan(List.copyOf(other), RELEASE).hash().equals(hash))
        .isEqualTo(one.equals(other));
  }

  /** What of an agreed plan was not done yet is agreed to still; what is not in it is not. */
  @Property
  void agreeingToAPlanIsAgreeingToAnyPartOfIt(
      @ForAll("some") Set<Step> agreed, @ForAll("some") Set<Step> due) {
    var fingerprints = new Plan(List.copyOf(agreed), Optional.empty()).fingerprints();

    assertThat(due)
        .allSatisfy(
            step ->
                assertThat(fingerprints.containsAll(Plan.parts(step)))
                    .isEqualTo(agreed.contains(step)));
  }

  /** Somebody may say yes to what an operator showed that has been replaced since. */
  @Test
  void hasTheSameNameInAnotherProcess() {
    assertThat(
            List.of(
                new Plan(WRITES, RELEASE).hash(),
                plan(new Step.Create(Specimens.role("for the API"))).hash(),
                Plan.ofRelease("1.4.2")))
        .containsExactly("3fe712b9f4f1", "62966b60c496", "a84ce145f8ac");
  }

  @Test
  void isEmptyWhenNothingIsToBeAgreedTo() {
    var kept = new Plan(OTHERS, Optional.empty());

    assertThat(kept.isEmpty()).isTrue();
    assertThat(kept.writes()).isEmpty();
    assertThat(kept.fingerprints()).isEmpty();
    assertThat(new Plan(OTHERS, RELEASE).isEmpty()).isFalse();
    assertThat(new Plan(OTHERS, RELEASE).fingerprints())
        .containsExactly(Plan.ofRelease(RELEASE.orElseThrow()));
    assertThat(plan(WRITES.getFirst()).isEmpty()).isFalse();
  }

  @Test
  void showsOnlyWhatWrites() {
    var steps = new ArrayList<>(OTHERS);
    steps.addAll(WRITES);

    assertThat(new Plan(steps, Optional.empty()).writes()).isEqualTo(WRITES);
    assertThat(new Plan(steps, RELEASE).hash()).isEqualTo(new Plan(WRITES, RELEASE).hash());
  }

  @Nested
  class IsAnotherWhen {
    private static void assertDiffer(Plan... plans) {
      assertThat(Stream.of(plans).map(Plan::hash)).doesNotHaveDuplicates();
    }

    @Test
    void whatIsWantedChanges() {
      assertDiffer(
          plan(updated(logGroup(30), logGroup(7))),
          plan(updated(logGroup(60), logGroup(7))),
          plan(new Step.Create(logGroup(30))),
          plan(new Step.Create(logGroup(60))));
    }

    @Test
    void whatIsThereChanges() {
      assertDiffer(
          plan(updated(logGroup(30), logGroup(7))),
          plan(updated(logGroup(30), logGroup(14))),
          plan(new Step.Release(logGroup(7))),
          plan(new Step.Release(logGroup(14))),
          plan(new Step.Delete(logGroup(7), false)),
          plan(new Step.Delete(logGroup(14), false)));
    }

    /** Written one after the other, 1 to 12 and 11 to 2 look the same. */
    @Test
    void bothChange() {
      assertDiffer(
          plan(updated(logGroup(12), logGroup(1))), plan(updated(logGroup(2), logGroup(11))));
    }

    @Test
    void aReleaseComesGoesOrIsAnother() {
      var step = WRITES.getFirst();

      assertDiffer(
          plan(step),
          new Plan(List.of(step), Optional.of("1.4.2")),
          new Plan(List.of(step), Optional.of("1.4.3")),
          new Plan(List.of(), Optional.of("1.4.3")));
    }

    @Test
    void anotherThingIsDoneToOneResource() {
      assertDiffer(
          plan(new Step.Create(logGroup(7))),
          plan(new Step.Release(logGroup(7))),
          plan(new Step.Delete(logGroup(7), false)),
          plan(new Step.Delete(logGroup(7), true)));
    }

    @Test
    void itIsDoneToAnotherResource() {
      assertDiffer(
          plan(new Step.Create(thing("one"))),
          plan(new Step.Create(thing("other"))),
          plan(update(thing("one", "1"), thing("one", "2"))),
          plan(update(thing("other", "1"), thing("other", "2"))));
    }
  }

  @Nested
  class Agreement {
    private final DynamoTable want = Specimens.table(true, true);

    private boolean covers(Step agreed, Step due) {
      return plan(agreed).fingerprints().containsAll(Plan.parts(due));
    }

    @Test
    void coversAnUpdateThatWasDoneInPart() {
      var whole = updated(want, Specimens.table("PROVISIONED", false, false));

      assertThat(Plan.parts(whole)).hasSize(3);
      assertThat(covers(whole, updated(want, Specimens.table(false, true)))).isTrue();
      assertThat(covers(updated(want, Specimens.table(false, true)), whole)).isFalse();
    }

    @Test
    void coversNoOtherGoal() {
      assertThat(covers(updated(logGroup(30), logGroup(7)), updated(logGroup(60), logGroup(7))))
          .isFalse();
      assertThat(covers(new Step.Create(logGroup(30)), new Step.Create(logGroup(60))))
          .as("the spec has changed before it was made")
          .isFalse();
      assertThat(covers(new Step.Create(logGroup(30)), updated(logGroup(30), logGroup(7))))
          .isFalse();
    }

    @Test
    void coversNoOtherResource() {
      var one = update(thing("one", "1"), thing("one", "2"));
      var other = update(thing("other", "1"), thing("other", "2"));

      assertThat(covers(one, other)).isFalse();
      assertThat(covers(one, one)).isTrue();
    }

    @Test
    void namesAreTheSameHoweverResourcesCameAbout() {
      var tags = new HashSet<>(Set.of("b@example.com", "a@example.com"));
      var one =
          new SnsTopic(Samples.key("topic"), "arn", tags, Map.of("a", "1", "b", "2", "c", "3"));
      var other =
          new SnsTopic(
              Samples.key("topic"),
              "arn",
              Set.of("a@example.com", "b@example.com"),
              Map.of("c", "3", "b", "2", "a", "1"));

      assertThat(plan(new Step.Create(one)).hash()).isEqualTo(plan(new Step.Create(other)).hash());
    }
  }
}
