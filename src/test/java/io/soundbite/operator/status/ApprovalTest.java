package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.soundbite.operator.api.v1alpha1.PlanStatus;
import io.soundbite.operator.api.v1alpha1.PlanStep;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Consent;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Plan;
import io.soundbite.operator.engine.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ApprovalTest {
  private static final String RELEASE = "1.4.2 (sha256:abc)";
  private static final Step CREATE = new Step.Create(logs("a", 30));
  private static final Step UPDATE = update("b", 30, 7);
  private static final Step KEEP = new Step.Keep(logs("c", 7).key());
  private static final Step BLOCKED =
      new Step.Blocked(logs("d", 7).key(), "NotRead", "d has not been read yet", List.of());
  private static final Plan PLAN =
      new Plan(List.of(CREATE, UPDATE, KEEP, BLOCKED), Optional.of(RELEASE));

  private static LogGroup logs(String id, int days) {
    return new LogGroup(
        new Key(Stack.API, id, "/soundbite/" + id), "arn", Optional.of(days), Map.of());
  }

  private static Step update(String id, int want, int have) {
    var wanted = logs(id, want);
    var found = logs(id, have);
    return new Step.Update(new Change<>(wanted, found, Difference.between(wanted, found)));
  }

  private static Plan plan(Step... steps) {
    return new Plan(List.of(steps), Optional.empty());
  }

  private static Approval yes(Plan plan, @Nullable PlanStatus before) {
    return Approval.of(plan, Optional.of(plan.hash()), before);
  }

  private static Approval silence(Plan plan, @Nullable PlanStatus before) {
    return Approval.of(plan, Optional.empty(), before);
  }

  /** What the API server has after {@code approval}. */
  private static PlanStatus shown(Approval approval) {
    var status = approval.status();
    assertThat(status).isNotNull();
    return status;
  }

  private static List<Step> done(Approval approval, Plan plan) {
    return approval.consent().to(plan.steps()).stream().filter(Step::writes).toList();
  }

  @Nested
  class Shows {
    @Test
    void whatWouldBeDone() {
      assertThat(shown(silence(PLAN, null)))
          .isEqualTo(
              new PlanStatus(
                  PLAN.hash(),
                  1,
                  1,
                  0,
                  1,
                  List.of(
                      new PlanStep("Release", RELEASE, "blue-green"),
                      new PlanStep("Update", "API/b", "/retentionDays: 7 -> 30"),
                      new PlanStep("Blocked", "API/d", "d has not been read yet"),
                      new PlanStep("Create", "API/a", null)),
                  List.of()));
    }

    /** What stays as others set it is shown beside what is written. */
    @Test
    void whatIsLeftOfWhatIsWritten() {
      var kept = new FieldDiff("/retentionDays", 30, 365, FieldDiff.Nature.WEAKENING);
      var tag = new FieldDiff("/tags/a", "1", null, FieldDiff.Nature.PLAIN);
      var plan =
          plan(
              new Step.Update(
                  new Change<>(logs("a", 30), logs("a", 365), List.of(tag), List.of(kept))));
      var status = shown(silence(plan, null));

      assertThat(status.blocked()).isEqualTo(1);
      assertThat(status.steps())
          .extracting(PlanStep::action, PlanStep::detail)
          .containsExactly(
              tuple("Update", "/tags/a: (none) -> 1"),
              tuple(
                  "Blocked",
                  "/soundbite/a would protect less: /retentionDays: 365 -> 30. If that is meant,"
                      + " set the annotation soundbite.io/allow-downgrade to the environment's"
                      + " metadata.generation; else declare it as it is, or name the fields in"
                      + " drift.ignore."));
    }

    @Test
    void deletions() {
      var plan = plan(new Step.Delete(logs("a", 7), false));

      assertThat(shown(silence(plan, null)).delete()).isEqualTo(1);
      assertThat(shown(silence(plan, null)).steps())
          .containsExactly(new PlanStep("Delete", "API/a", null));
    }

    @Test
    void whatTouchesWhatThereIsBeforeTheMuchThatIsCreated() {
      var steps =
          IntStream.range(0, 25).<Step>mapToObj(i -> new Step.Create(logs("n" + i, 7))).toList();
      var plan =
          plan(Stream.concat(steps.stream(), Stream.of(update("z", 30, 7))).toArray(Step[]::new));

      assertThat(shown(silence(plan, null)).steps())
          .startsWith(
              new PlanStep("Update", "API/z", "/retentionDays: 7 -> 30"),
              new PlanStep("Create", "API/n0", null));
    }

    @Test
    void noMoreThanTwentyStepsAndCountsAll() {
      var many =
          new Plan(
              IntStream.range(0, 25)
                  .<Step>mapToObj(i -> new Step.Create(logs("n" + i, 7)))
                  .toList(),
              Optional.of(RELEASE));
      var status = shown(silence(many, null));

      assertThat(status.steps())
          .hasSize(20)
          .startsWith(new PlanStep("Release", RELEASE, "blue-green"));
      assertThat(status.create()).isEqualTo(25);
    }

    @Test
    void nothingWhenNothingIsToBeDone() {
      assertThat(silence(plan(KEEP, BLOCKED), null).status()).isNull();
    }
  }

  @Nested
  class Yes {
    @Test
    void withoutOneNothingIsDone() {
      var approval = silence(PLAN, null);

      assertThat(done(approval, PLAN)).isEmpty();
      assertThat(approval.consent().toRelease(RELEASE)).isFalse();
      assertThat(approval.consent().reason()).isEqualTo("Planned");
      assertThat(approval.consent().message())
          .isEqualTo("waits for the annotation soundbite.io/apply: " + PLAN.hash());
      assertThat(approval.refusal()).isEmpty();
    }

    @Test
    void isToAllOfThePlan() {
      var approval = yes(PLAN, null);

      assertThat(done(approval, PLAN)).containsExactly(CREATE, UPDATE);
      assertThat(approval.consent().toRelease(RELEASE)).isTrue();
      assertThat(approval.consent().toRelease("1.4.3")).isFalse();
      assertThat(approval.refusal()).isEmpty();
      assertThat(shown(approval).applying())
          .containsExactlyInAnyOrderElementsOf(PLAN.fingerprints())
          .isSorted();
    }

    @Test
    void toAnotherPlanIsRefusedWithThisOnesName() {
      var approval = Approval.of(PLAN, Optional.of(plan(CREATE).hash()), null);

      assertThat(done(approval, PLAN)).isEmpty();
      assertThat(approval.refusal())
          .contains(
              new Note(
                  true,
                  "ApplyRefused",
                  "soundbite.io/apply: %s is refused: the plan is %s now; look at status.plan again."
                      .formatted(plan(CREATE).hash(), PLAN.hash())));
      assertThat(shown(approval).applying()).isEmpty();
    }

    @Test
    void toNothingIsRefused() {
      var approval = Approval.of(plan(KEEP), Optional.of(PLAN.hash()), null);

      assertThat(approval.refusal())
          .contains(
              new Note(
                  true,
                  "ApplyRefused",
                  "soundbite.io/apply: %s is refused: there is nothing to be done."
                      .formatted(PLAN.hash())));
      assertThat(approval.status()).isNull();
    }
  }

  @Nested
  class Afterwards {
    private final PlanStatus agreed = shown(yes(PLAN, null));

    @Test
    void whatIsLeftIsAgreedToStill() {
      var left = new Plan(List.of(CREATE, KEEP), Optional.of(RELEASE));
      var approval = silence(left, agreed);

      assertThat(done(approval, left)).containsExactly(CREATE);
      assertThat(approval.consent().toRelease(RELEASE)).isTrue();
      assertThat(shown(approval).hash()).isEqualTo(left.hash());
      assertThat(shown(approval).applying())
          .containsExactlyInAnyOrderElementsOf(left.fingerprints());
    }

    @Test
    void whatIsNewIsNot() {
      var other = update("e", 30, 7);
      var more = plan(CREATE, UPDATE, other);

      assertThat(done(silence(more, agreed), more)).containsExactly(CREATE, UPDATE);
      assertThat(done(yes(more, agreed), more)).containsExactly(CREATE, UPDATE, other);
    }

    @Test
    void aSpecThatHasChangedIsNot() {
      var changed =
          new Plan(
              List.of(new Step.Create(logs("a", 60)), update("b", 60, 7)), Optional.of("1.4.3"));
      var approval = silence(changed, agreed);

      assertThat(done(approval, changed)).isEmpty();
      assertThat(approval.consent().toRelease("1.4.3")).isFalse();
      assertThat(shown(approval).applying()).isEmpty();
    }

    @Test
    void whatWasDoneAndDriftsAgainIsNot() {
      var rest = shown(silence(plan(CREATE), agreed));

      assertThat(done(silence(plan(CREATE, UPDATE), rest), plan(CREATE, UPDATE)))
          .containsExactly(CREATE);
    }

    @Test
    void whenAllIsDoneNothingIsLeft() {
      assertThat(silence(plan(KEEP), agreed).status()).isNull();
    }

    @Test
    void aRefusalTakesNothingBack() {
      var approval = Approval.of(PLAN, Optional.of("0123456789ab"), agreed);

      assertThat(done(approval, PLAN)).containsExactly(CREATE, UPDATE);
      assertThat(approval.refusal()).isPresent();
    }
  }

  @Nested
  class WithoutAPlan {
    @Test
    void healingAsksNobody() {
      var approval = Approval.given(Optional.empty());

      assertThat(approval.consent()).isEqualTo(new Consent.All());
      assertThat(approval.status()).isNull();
      assertThat(approval.refusal()).isEmpty();
    }

    @Test
    void aYesToHealingIsRefused() {
      assertThat(Approval.given(Optional.of("0123456789ab")).refusal())
          .contains(
              new Note(
                  true,
                  "ApplyRefused",
                  "soundbite.io/apply: 0123456789ab is refused: spec.drift.policy is Heal, so"
                      + " nothing waits for it."));
    }

    @Test
    void whilePausedNothingIsDoneAndNothingShown() {
      var approval = Approval.withheld("waits for the annotation soundbite.io/paused to go");

      assertThat(done(approval, PLAN)).isEmpty();
      assertThat(approval.consent().reason()).isEqualTo("Paused");
      assertThat(approval.status()).isNull();
      assertThat(approval.refusal()).isEmpty();
    }
  }
}
