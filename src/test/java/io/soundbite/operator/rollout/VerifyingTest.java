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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A release is tried out by a Job before it goes live. */
class VerifyingTest extends RolloutCase {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String JOB = SlotTarget.Trial.of(release("b"), NOON).name();

  VerifyingTest() {
    rules = rules(Duration.ZERO, true, Optional.of(LIMIT));
  }

  private static View with(View view, String job, State state) {
    var message = state == State.FAILED ? "exit code 1" : "";
    return new View(
        view.slots(), view.live(), view.processor(), Map.of(job, new TrialView(state, message)));
  }

  private static View tried(State state) {
    return with(bothServe(Slot.BLUE), JOB, state);
  }

  private static Recorded passed() {
    return going(Step.FILLING).changed(revision("b").name(), it -> it.verifiedBy(JOB));
  }

  @Test
  void comesWhenTheSlotServes() {
    var filling = rollout(going(Step.FILLING), bothServe(Slot.BLUE));

    assertThat(target(filling).trial()).as("not before it is recorded").isEmpty();
    assertThat(filling.next(want("b"))).isEqualTo(going(Step.VERIFYING));
  }

  @Test
  void runsOneJobNamedAfterReleaseAndRollout() {
    var rollout = rollout(going(Step.VERIFYING), bothServe(Slot.BLUE));

    assertThat(target(rollout).trial()).contains(new SlotTarget.Trial(JOB, release("b")));
    assertThat(target(rollout).live()).isEqualTo(Slot.BLUE);
    assertThat(rollout.next(want("b"))).as("no Job yet").isEqualTo(going(Step.VERIFYING));
    assertThat(rollout(going(Step.VERIFYING), tried(State.RUNNING)).next(want("b")))
        .isEqualTo(going(Step.VERIFYING));
  }

  @Test
  void aJobOfAnotherRolloutProvesNothing() {
    var other = SlotTarget.Trial.of(release("b"), NOON.minusSeconds(60)).name();

    assertThat(
            rollout(going(Step.VERIFYING), with(bothServe(Slot.BLUE), other, State.SUCCEEDED))
                .next(want("b")))
        .isEqualTo(going(Step.VERIFYING));
  }

  @Test
  void whatPassedIsRecordedAndMustStillServeToBeSwitchedTo() {
    var next = rollout(going(Step.VERIFYING), tried(State.SUCCEEDED)).next(want("b"));

    assertThat(next).isEqualTo(passed());
    assertThat(rollout(next, greenIsNotReady(Slot.BLUE)).next(want("b")))
        .as("a pod was lost meanwhile")
        .isEqualTo(next);
    assertThat(rollout(next, bothServe(Slot.BLUE)).next(want("b")).rollout())
        .isEqualTo(going(Step.SWITCHING).rollout());
  }

  @Test
  void aSlotLostMeanwhileWaitsForTheJob() {
    var lost = view(Slot.BLUE, slot("a", 2, 2));

    assertThat(rollout(going(Step.VERIFYING), lost).next(want("b")))
        .isEqualTo(going(Step.VERIFYING));
  }

  @Test
  void aJobThatFailsTakesItDown() {
    now = NOON.plusSeconds(9);
    var rollout = rollout(going(Step.VERIFYING), tried(State.FAILED));
    var next = rollout.next(want("b"));

    assertThat(rollout.failure()).contains("VerificationFailed: exit code 1");
    assertThat(next.rollout()).isNull();
    assertThat(next.live()).isEqualTo(idle().live());
    assertThat(next.history().getFirst())
        .isEqualTo(
            entry("b", Slot.GREEN, Outcome.ROLLING_OUT)
                .ended(now.toString(), Outcome.ROLLED_BACK, "VerificationFailed: exit code 1"));
    assertThat(target(rollout(next, tried(State.FAILED))).size(Slot.GREEN)).isZero();
  }

  @Test
  void aJobThatNeverEndsIsWaitedForUntilItsTimeIsUp() {
    var end = after(LIMIT.plus(RULES.deadline()));
    now = end.minusMillis(1);
    var rollout = rollout(going(Step.VERIFYING), bothServe(Slot.BLUE));
    assertThat(rollout.due()).contains(end);
    assertThat(rollout.next(want("b"))).isEqualTo(going(Step.VERIFYING));

    now = end;
    rollout = rollout(going(Step.VERIFYING), bothServe(Slot.BLUE));
    assertThat(rollout.due()).isEmpty();
    assertThat(rollout.next(want("b")).history().getFirst().message())
        .isEqualTo("DeadlineExceeded: not available after 7m");
  }

  @Test
  void podsThatFailMeanwhileTakeItDown() {
    var crash = troubled(slot("b", 2, 1), "CrashLoopBackOff", NOON);
    var next =
        rollout(going(Step.VERIFYING), view(Slot.BLUE, slot("a", 2, 2), crash)).next(want("b"));

    assertThat(next.rollout()).isNull();
    assertThat(next.history().getFirst().message()).isEqualTo("CrashLoopBackOff: in words");
  }

  @Test
  void whatPassedOnceIsNotTriedAgain() {
    var past = entry("b", Slot.GREEN, Outcome.REPLACED).verifiedBy("verify-before");
    var idle = new Recorded(idle().live(), null, List.of(idle().history().getFirst(), past));
    var begun = rollout(idle, bothServe(Slot.BLUE)).next(want("b"));

    assertThat(begun.history().getFirst().verification()).isEqualTo("verify-before");
    assertThat(rollout(begun, bothServe(Slot.BLUE)).next(want("b")).rollout().step())
        .isEqualTo(Step.SWITCHING);
  }

  @Test
  void whatFailedItsTrialIsTriedAgain() {
    var failed = rollout(going(Step.VERIFYING), tried(State.FAILED)).next(want("b"));
    generation++;
    var begun = rollout(failed, tried(State.FAILED)).next(want("b"));

    assertThat(begun.history().getFirst())
        .extracting(HistoryEntry::outcome, HistoryEntry::verification)
        .containsExactly(Outcome.ROLLING_OUT, null);
    assertThat(rollout(begun, bothServe(Slot.BLUE)).next(want("b")).rollout().step())
        .isEqualTo(Step.VERIFYING);
  }

  /** Blue is what the live Service selects from the beginning, so green is what can be tried. */
  @Test
  void aFirstReleaseGoesToTheSlotThatPreviewSelects() {
    var begun = rollout(nothing(), view(Slot.BLUE)).next(want("a"));
    assertThat(begun.rollout()).isEqualTo(under(null, Slot.GREEN, "a", Step.FILLING));
    assertThat(target(rollout(begun, view(Slot.BLUE))).live()).isEqualTo(Slot.BLUE);

    var ready = view(Slot.BLUE, slot("a", 0, 0), slot("a", 2, 2));
    var verifying = rollout(begun, ready).next(want("a"));
    assertThat(verifying.rollout()).isEqualTo(under(null, Slot.GREEN, "a", Step.VERIFYING));
    assertThat(target(rollout(verifying, ready)).live()).isEqualTo(Slot.BLUE);

    var job = SlotTarget.Trial.of(release("a"), NOON).name();
    var done = with(ready, job, State.SUCCEEDED);
    var switching = rollout(rollout(verifying, done).next(want("a")), done).next(want("a"));
    assertThat(target(rollout(switching, done)).live()).isEqualTo(Slot.GREEN);
    assertThat(rollout(switching, selecting(done, Set.of(Slot.GREEN), "")).next(want("a")))
        .extracting(Recorded::live, Recorded::rollout)
        .containsExactly(live("a", Slot.GREEN), null);
  }

  @Test
  void anotherReleaseTakesItsPlace() {
    var next = rollout(going(Step.VERIFYING), tried(State.SUCCEEDED)).next(want("c"));

    assertThat(next.rollout()).isEqualTo(under(Slot.BLUE, Slot.GREEN, "c", Step.FILLING));
    assertThat(next.history().get(1).outcome()).isEqualTo(Outcome.ABANDONED);
  }

  @Test
  void aTrialThatIsNoLongerDeclaredIsNotWaitedFor() {
    rules = RULES;
    var next = rollout(going(Step.VERIFYING), bothServe(Slot.BLUE)).next(want("b"));

    assertThat(next).isEqualTo(going(Step.FILLING));
    assertThat(rollout(next, bothServe(Slot.BLUE)).next(want("b")))
        .isEqualTo(going(Step.SWITCHING));
  }

  @Test
  void whatKeepsTheJobFromRunningIsTold() {
    var waiting = new TrialView(State.RUNNING, "FailedCreate: exceeded quota");
    var serve = bothServe(Slot.BLUE);
    var view = new View(serve.slots(), serve.live(), serve.processor(), Map.of(JOB, waiting));
    var verifying = going(Step.VERIFYING);
    assertThat(rollout(verifying, view).trouble())
        .contains("Verification Job: FailedCreate: exceeded quota");
    assertThat(rollout(verifying, tried(State.RUNNING)).trouble()).isEmpty();

    now = after(LIMIT.plus(RULES.deadline()));
    assertThat(rollout(verifying, view).failure())
        .contains(
            "DeadlineExceeded: not available after 7m (Verification Job: FailedCreate: exceeded"
                + " quota)");
  }
}
