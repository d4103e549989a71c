package io.soundbite.operator.rollout;

import static io.soundbite.operator.rollout.Releases.release;
import static io.soundbite.operator.rollout.Releases.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.SlotTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A release that is asked for no more, or that a gate is shut for, does not go live. */
class WithdrawnTest extends RolloutCase {
  private static final Duration OVERLAP = Duration.ofSeconds(30);

  WithdrawnTest() {
    rules = rules(OVERLAP, true, Optional.empty());
  }

  private static Asked shut(String tag) {
    return new Asked(Optional.of(revision(tag)), false, false);
  }

  private static View overlapping() {
    return selecting(bothServe(Slot.BLUE), Set.of(Slot.values()), NOON.toString());
  }

  /** The switch was written, and nobody has recorded it. */
  private static View moved() {
    return selecting(bothServe(Slot.GREEN), Set.of(Slot.GREEN), NOON.toString());
  }

  private static View returned() {
    return selecting(bothServe(Slot.BLUE), Set.of(Slot.BLUE), NOON + SlotTarget.WITHDRAWN);
  }

  @ParameterizedTest
  @EnumSource(value = Step.class, names = "WARM", mode = Mode.EXCLUDE)
  void theLiveServiceReturnsAtOnce(Step step) {
    for (var asked : List.of(want("a"), want("c"), shut("b"), shut("c"), Asked.unknown())) {
      for (var view : List.of(overlapping(), moved())) {
        var target = rollout(going(step), view).target(asked);

        assertThat(target.live()).as("%s, %s", step, asked).isEqualTo(Slot.BLUE);
        assertThat(target.overlap()).as("%s, %s", step, asked).isFalse();
        assertThat(target.processor()).contains(release("a"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"FILLING", "VERIFYING", "OVERLAPPING"})
  void whatIsAskedForNoMoreIsAbandoned(Step step) {
    var next = rollout(going(step), overlapping()).next(want("a"));

    assertThat(next.rollout()).isNull();
    assertThat(next.live()).isEqualTo(idle().live());
    assertThat(next.history().getFirst()).isEqualTo(entry("b", Slot.GREEN, Outcome.ABANDONED));
  }

  @Test
  void anotherReleaseBeginsInItsPlace() {
    var next = rollout(going(Step.OVERLAPPING), overlapping()).next(want("c"));

    assertThat(next.rollout()).isEqualTo(under(Slot.BLUE, Slot.GREEN, "c", Step.FILLING));
  }

  @Nested
  class InASwitch {
    private final Recorded switching = going(Step.SWITCHING);

    @Test
    void isAbandonedOnlyOnceNobodyCanMakeTheSwitch() {
      assertThat(rollout(switching, moved()).next(want("a"))).isEqualTo(switching);
      assertThat(rollout(switching, moved()).target(want("a")).fence())
          .contains(new SlotTarget.Fence(Slot.GREEN, NOON.toString(), true));

      var next = rollout(switching, returned()).next(want("a"));
      assertThat(next.rollout()).isNull();
      assertThat(next.live()).isEqualTo(idle().live());
    }

    @Test
    void aRefusedSwitchIsNotMadeLater() {
      var refused = selecting(bothServe(Slot.BLUE), Set.of(Slot.BLUE), NOON.toString());

      assertThat(rollout(switching, refused).target(want("a")).live()).isEqualTo(Slot.BLUE);
      assertThat(rollout(switching, refused).next(want("a"))).isEqualTo(switching);
    }

    @Test
    void aMarkThatIsThereIsNotEnoughWhileTheOtherSlotIsSelected() {
      var odd = selecting(bothServe(Slot.GREEN), Set.of(Slot.GREEN), NOON + SlotTarget.WITHDRAWN);

      assertThat(rollout(switching, odd).next(want("a"))).isEqualTo(switching);
    }

    @Test
    void aShutGateTakesItBackToItsSlot() {
      now = NOON.plusSeconds(5);
      var next = rollout(switching, returned()).next(shut("b"));

      assertThat(next.rollout().step()).isEqualTo(Step.FILLING);
      assertThat(next.rollout().started()).isEqualTo(now.toString());
      assertThat(rollout(next, returned()).next(shut("b")))
          .as("and there it waits")
          .isEqualTo(next);
    }

    @Test
    void aFirstReleaseHasNothingToReturnTo() {
      var first =
          new Recorded(
              null,
              under(null, Slot.BLUE, "b", Step.SWITCHING),
              List.of(entry("b", Slot.BLUE, Outcome.ROLLING_OUT)));
      var view = view(Slot.BLUE, slot("b", 2, 2));

      assertThat(rollout(first, view).next(want("c")).rollout().revision())
          .isEqualTo(revision("c").name());
      assertThat(rollout(first, view).next(shut("b")).rollout().step()).isEqualTo(Step.FILLING);
    }
  }

  @Test
  void aGateThatOpensAgainLetsItGoOn() {
    var filling = going(Step.FILLING);

    assertThat(rollout(filling, bothServe(Slot.BLUE)).next(shut("b"))).isEqualTo(filling);
    assertThat(rollout(filling, bothServe(Slot.BLUE)).next(want("b")).rollout().step())
        .isEqualTo(Step.OVERLAPPING);
  }

  @Test
  void whatWaitsAtAGateStillFails() {
    var broken = view(Slot.BLUE, slot("a", 2, 2), troubled(slot("b", 2, 0), "CrashLoop", NOON));
    now = NOON.plusSeconds(30);

    var next = rollout(going(Step.FILLING), broken).next(shut("b"));

    assertThat(next.history().getFirst().outcome()).isEqualTo(Outcome.ROLLED_BACK);
  }

  /** Nobody asks for the release that comes back by itself, and no gate holds it. */
  @Test
  void whatComesBackByItselfGoesOn() {
    var failed = going(Step.FILLING);
    var back =
        new Recorded(
            live("b", Slot.GREEN),
            under(Slot.GREEN, Slot.BLUE, "a", Step.SWITCHING),
            List.of(
                entry("a", Slot.BLUE, Outcome.ROLLING_OUT),
                entry("b", Slot.GREEN, Outcome.LIVE)
                    .ended(NOON.toString(), Outcome.ROLLED_BACK, "why"),
                entry("a", Slot.BLUE, Outcome.REPLACED)));

    for (var asked : List.of(want("b"), shut("b"), shut("c"), Asked.unknown())) {
      assertThat(rollout(back, bothServe(Slot.GREEN)).target(asked).live())
          .as("%s", asked)
          .isEqualTo(Slot.BLUE);
    }
    assertThat(failed.returning()).isFalse();
  }

  @Test
  void whatIsLiveAndWarmAsksNoGate() {
    assertThat(rollout(warm(), bothServe(Slot.GREEN)).target(shut("b")).live())
        .isEqualTo(Slot.GREEN);
  }
}
