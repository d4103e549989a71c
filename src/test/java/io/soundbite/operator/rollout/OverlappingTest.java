package io.soundbite.operator.rollout;

import static io.soundbite.operator.rollout.Releases.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.SlotTarget;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The live Service selects both slots for a time, and what keeps late writes from a switch. */
class OverlappingTest extends RolloutCase {
  private static final Duration OVERLAP = Duration.ofSeconds(30);
  private static final Set<Slot> BOTH = Set.of(Slot.values());

  OverlappingTest() {
    rules = rules(OVERLAP, true, Optional.empty());
  }

  private static View both(View view) {
    return selecting(view, BOTH, NOON.toString());
  }

  private static RolloutStatus anew(String at) {
    return new RolloutStatus(Slot.BLUE, Slot.GREEN, revision("b").name(), Step.FILLING, at, at);
  }

  @Test
  void isRecordedBeforeBothAreSelected() {
    var filling = rollout(going(Step.FILLING), bothServe(Slot.BLUE));
    assertThat(target(filling).overlap()).isFalse();
    assertThat(filling.next(want("b"))).isEqualTo(going(Step.OVERLAPPING));

    var target = target(rollout(going(Step.OVERLAPPING), bothServe(Slot.BLUE)));
    assertThat(target.overlap()).isTrue();
    assertThat(target.live()).as("the other one comes with it").isEqualTo(Slot.BLUE);
  }

  @Test
  void neverSelectsASlotThatDoesNotHoldThePodsNeeded() {
    var target = target(rollout(going(Step.OVERLAPPING), greenIsNotReady(Slot.BLUE)));

    assertThat(target.overlap()).isFalse();
  }

  @Test
  void endsWhenPodsAreLost() {
    now = NOON.plusSeconds(7);
    var next = rollout(going(Step.OVERLAPPING), both(greenIsNotReady(Slot.BLUE))).next(want("b"));

    assertThat(next.rollout()).isEqualTo(anew(now.toString()));
    assertThat(next.live()).isEqualTo(idle().live());
    assertThat(rollout(next, both(bothServe(Slot.BLUE))).next(want("b")))
        .as("what serves was written in the rollout before")
        .isEqualTo(next);
  }

  @Test
  void lastsItsTime() {
    now = after(OVERLAP).minusMillis(1);
    var rollout = rollout(going(Step.OVERLAPPING), both(bothServe(Slot.BLUE)));

    assertThat(rollout.due()).contains(after(OVERLAP));
    assertThat(rollout.next(want("b"))).isEqualTo(going(Step.OVERLAPPING));
  }

  @Test
  void endsOnlyOnceBothWereSelected() {
    now = after(OVERLAP);
    assertThat(rollout(going(Step.OVERLAPPING), bothServe(Slot.BLUE)).next(want("b")))
        .isEqualTo(going(Step.OVERLAPPING));

    var next = rollout(going(Step.OVERLAPPING), both(bothServe(Slot.BLUE))).next(want("b"));
    assertThat(next.rollout())
        .isEqualTo(going(Step.SWITCHING).rollout().at(Step.SWITCHING, now.toString()));
    var switching = rollout(next, both(bothServe(Slot.BLUE)));
    assertThat(target(switching).overlap()).isFalse();
    assertThat(target(switching).live()).isEqualTo(Slot.GREEN);
    assertThat(switching.next(want("b"))).as("both are selected still").isEqualTo(next);
  }

  /** As when the live slot was scaled up meanwhile, and there is no room for as many more. */
  @Test
  void doesNotLastForEverWhenTheSlotBecomesTooSmall() {
    var crowded = both(view(Slot.BLUE, slot("a", 4, 4), slot("b", 4, 3)));
    var end = after(OVERLAP.plus(RULES.deadline()));
    now = end.minusMillis(1);
    var rollout = rollout(going(Step.OVERLAPPING), crowded);
    assertThat(rollout.due()).contains(end);
    assertThat(rollout.next(want("b"))).isEqualTo(going(Step.OVERLAPPING));

    now = end;
    var next = rollout(going(Step.OVERLAPPING), crowded).next(want("b"));
    assertThat(next.rollout()).isEqualTo(anew(now.toString()));
  }

  @Test
  void isNothingForAFirstRelease() {
    var filling = rollout(nothing(), view(Slot.BLUE)).next(want("a"));

    assertThat(rollout(filling, view(Slot.BLUE, slot("a", 2, 2))).next(want("a")).rollout())
        .isEqualTo(under(null, Slot.BLUE, "a", Step.SWITCHING));
  }

  @Nested
  class Fence {
    private final Recorded switching = going(Step.SWITCHING);

    @Test
    void marksWhatARolloutMoves() {
      assertThat(target(rollout(idle(), bothServe(Slot.BLUE))).fence()).isEmpty();
      for (var step : Step.values()) {
        var recorded = step == Step.WARM ? warm() : going(step);
        assertThat(target(rollout(recorded, bothServe(Slot.BLUE))).fence())
            .contains(new SlotTarget.Fence(Slot.GREEN, NOON.toString(), false));
      }
    }

    @Test
    void aSlotWithoutTheMarkDoesNotServe() {
      var stale = view(Slot.BLUE, slot("a", 2, 2), unmarked(slot("b", 2, 2)));

      assertThat(rollout(going(Step.FILLING), stale).next(want("b")))
          .isEqualTo(going(Step.FILLING));
      assertThat(target(rollout(switching, stale)).live()).isEqualTo(Slot.BLUE);
    }

    @Test
    void aSwitchIsTakenBackOnTheServiceFirstAndOnlyThenRecorded() {
      now = NOON.plusSeconds(3);
      var started = selecting(greenIsNotReady(Slot.BLUE), Set.of(Slot.BLUE), NOON.toString());
      var first = rollout(switching, started);
      assertThat(target(first).fence())
          .contains(new SlotTarget.Fence(Slot.GREEN, NOON.toString(), true));
      assertThat(first.next(want("b"))).as("somebody may still switch").isEqualTo(switching);

      var withdrawn = rollout(switching, greenIsNotReady(Slot.BLUE));
      assertThat(withdrawn.next(want("b")).rollout()).isEqualTo(anew(now.toString()));
    }

    @Test
    void aSlotThatServesAgainGoesOnThoughTheSwitchWasTakenBack() {
      var rollout = rollout(switching, bothServe(Slot.BLUE));

      assertThat(rollout.next(want("b"))).isEqualTo(switching);
      assertThat(target(rollout).fence())
          .contains(new SlotTarget.Fence(Slot.GREEN, NOON.toString(), false));
    }

    @Test
    void whatIsWithdrawnForAnotherRolloutIsNotForThis() {
      var other = NOON.minusSeconds(1) + SlotTarget.WITHDRAWN;
      var view = selecting(greenIsNotReady(Slot.BLUE), Set.of(Slot.BLUE), other);

      assertThat(rollout(switching, view).next(want("b"))).isEqualTo(switching);
    }
  }
}
