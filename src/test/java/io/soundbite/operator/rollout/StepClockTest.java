package io.soundbite.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Deadlines leave out the time in which the operator could not act. */
class StepClockTest extends RolloutCase {
  private static final Duration DEADLINE = RULES.deadline();
  private static final View UNWRITTEN = view(Slot.BLUE, slot("a", 2, 2), unmarked(slot("c", 0, 0)));

  private Rollout acting(Recorded recorded, View view, Instant since) {
    return new Rollout(recorded, view, stored, rules, generation, since, now);
  }

  private Recorded timed(Recorded recorded, View view, boolean refused) {
    var rollout = rollout(recorded, view);
    return rollout.timed(rollout.next(want("b")), refused);
  }

  @Test
  void aWriteThatIsRefusedStopsTheClock() {
    now = NOON.plusSeconds(2);
    var held = timed(going(Step.FILLING), UNWRITTEN, true);
    assertThat(held.rollout().heldSince()).isEqualTo(now.toString());
    assertThat(rollout(held, UNWRITTEN).due()).as("no time will tell").isEmpty();

    now = NOON.plus(DEADLINE.multipliedBy(3));
    assertThat(timed(held, UNWRITTEN, true)).as("nothing to write").isEqualTo(held);

    var accepted = timed(held, greenIsNotReady(Slot.BLUE), false);
    assertThat(accepted.rollout().heldSince()).isNull();
    assertThat(accepted.rollout().countedSince()).isEqualTo(now.minusSeconds(2).toString());
    assertThat(accepted.history().getFirst().outcome()).isEqualTo(Outcome.ROLLING_OUT);

    var end = now.minusSeconds(2).plus(DEADLINE);
    assertThat(rollout(accepted, greenIsNotReady(Slot.BLUE)).due()).contains(end);
    now = end;
    assertThat(timed(accepted, greenIsNotReady(Slot.BLUE), false).history().getFirst().message())
        .startsWith("DeadlineExceeded");
  }

  @Test
  void holdsAddUp() {
    now = NOON.plusSeconds(10);
    var recorded = timed(going(Step.FILLING), UNWRITTEN, true);
    now = NOON.plusSeconds(20);
    recorded = timed(recorded, UNWRITTEN, false);
    now = NOON.plusSeconds(30);
    recorded = timed(recorded, UNWRITTEN, true);
    now = NOON.plusSeconds(50);
    recorded = timed(recorded, UNWRITTEN, false);

    assertThat(recorded.rollout().countedSince()).isEqualTo(NOON.plusSeconds(10 + 20).toString());
  }

  /** A hold that went on over a restart is not counted twice, and not forgotten. */
  @Test
  void aHoldGoesOnUnderANewLeader() {
    now = NOON.plusSeconds(10);
    var held = timed(going(Step.FILLING), UNWRITTEN, true);
    var restart = NOON.plus(Duration.ofHours(2));
    now = restart.plus(Duration.ofHours(1));

    var rollout = acting(held, greenIsNotReady(Slot.BLUE), restart);
    var next = rollout.timed(rollout.next(want("b")), false);

    assertThat(next.history().getFirst().outcome()).isEqualTo(Outcome.ROLLING_OUT);
    assertThat(next.rollout().countedSince()).isEqualTo(now.toString());
    assertThat(acting(next, greenIsNotReady(Slot.BLUE), restart).due())
        .contains(now.plus(DEADLINE));
  }

  @Test
  void aHoldOfANewLeaderCountsFromItsBeginning() {
    var restart = NOON.plus(Duration.ofHours(1));
    now = restart;
    var first = acting(going(Step.FILLING), UNWRITTEN, restart);
    var held = first.timed(first.next(want("b")), true);
    now = restart.plus(Duration.ofHours(1));
    var rollout = acting(held, greenIsNotReady(Slot.BLUE), restart);
    var next = rollout.timed(rollout.next(want("b")), false);

    assertThat(acting(next, greenIsNotReady(Slot.BLUE), restart).due())
        .contains(now.plus(DEADLINE));
  }

  @Test
  void anotherStepBeginsWithoutAHold() {
    now = NOON.plusSeconds(10);
    var held = timed(going(Step.FILLING), UNWRITTEN, true);
    var next = timed(held, bothServe(Slot.BLUE), false);

    assertThat(next.rollout())
        .isEqualTo(going(Step.SWITCHING).rollout().at(Step.SWITCHING, now.toString()));
  }

  @Test
  void aNewLeaderCountsFromItsBeginning() {
    now = NOON.plus(Duration.ofHours(5));
    var view = greenIsNotReady(Slot.BLUE);

    var rollout = acting(going(Step.FILLING), view, now);
    assertThat(rollout.next(want("b"))).isEqualTo(going(Step.FILLING));
    assertThat(rollout.due()).contains(now.plus(DEADLINE));

    assertThat(acting(going(Step.FILLING), view, now.minus(DEADLINE)).next(want("b")).rollout())
        .isNull();
  }

  @Test
  void theProcessorsAndTheJobsDeadlinesAreHeldToo() {
    var lags = processing(bothServe(Slot.GREEN), slot("a", 1, 1));
    now = NOON.plusSeconds(1);
    var held = timed(warm(), lags, true);
    now = NOON.plus(DEADLINE.multipliedBy(2));
    assertThat(timed(held, lags, true).history().getFirst().outcome()).isEqualTo(Outcome.LIVE);

    rules = rules(Duration.ZERO, true, Optional.of(Duration.ofMinutes(2)));
    now = NOON.plusSeconds(1);
    var unmade = timed(going(Step.VERIFYING), bothServe(Slot.BLUE), true);
    now = NOON.plus(DEADLINE.multipliedBy(2));
    assertThat(timed(unmade, bothServe(Slot.BLUE), true)).isEqualTo(unmade);
  }

  @Test
  void whatWasWrittenWaitsForNoWrite() {
    assertThat(rollout(going(Step.FILLING), greenIsNotReady(Slot.BLUE)).isWritten()).isTrue();
    assertThat(rollout(going(Step.FILLING), UNWRITTEN).isWritten()).isFalse();
    assertThat(rollout(going(Step.VERIFYING), bothServe(Slot.BLUE)).isWritten()).isFalse();
    assertThat(rollout(idle(), UNWRITTEN).isWritten()).isTrue();
    assertThat(rollout(warm(), processing(bothServe(Slot.GREEN), slot("a", 1, 1))).isWritten())
        .isFalse();
    assertThat(rollout(warm(), processing(bothServe(Slot.GREEN), slot("b", 1, 0))).isWritten())
        .isTrue();
  }

  @Test
  void withoutARolloutThereIsNothingToHold() {
    assertThat(rollout(idle(), UNWRITTEN).timed(idle(), true)).isEqualTo(idle());
  }
}
