package io.soundbite.operator.rollout;

import static io.soundbite.operator.rollout.Releases.release;
import static io.soundbite.operator.rollout.Releases.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RolloutTest extends RolloutCase {
  @Nested
  class Idle {
    @Test
    void staysWhenNothingElseIsWanted() {
      var rollout = rollout(idle(), view(Slot.BLUE, slot("a", 3, 3), slot("a", 0, 0)));

      assertThat(rollout.next(want("a"))).isEqualTo(idle());
      assertThat(rollout.next(Asked.unknown())).isEqualTo(idle());
      assertThat(rollout.due()).isEmpty();
      assertThat(target(rollout).live()).isEqualTo(Slot.BLUE);
      assertThat(target(rollout).size(Slot.BLUE)).as("as the autoscaler left it").isEqualTo(3);
      assertThat(target(rollout).size(Slot.GREEN)).isZero();
      assertThat(target(rollout).processor()).contains(release("a"));
    }

    @Test
    void beginsInTheOtherSlot() {
      now = NOON.plusSeconds(5);
      var next = rollout(idle(), view(Slot.BLUE, slot("a", 2, 2))).next(want("b"));

      assertThat(next.live()).isEqualTo(idle().live());
      assertThat(next.rollout())
          .isEqualTo(
              new RolloutStatus(
                  Slot.BLUE,
                  Slot.GREEN,
                  revision("b").name(),
                  Step.FILLING,
                  now.toString(),
                  now.toString()));
      assertThat(next.history().getFirst())
          .isEqualTo(
              new HistoryEntry(
                  "b",
                  release("b").digest(),
                  release("b").configHash(),
                  revision("b").name(),
                  Slot.GREEN,
                  now.toString(),
                  null,
                  Outcome.ROLLING_OUT,
                  GENERATION,
                  null,
                  null,
                  null,
                  null));
      assertThat(next.history().getLast()).isEqualTo(idle().history().getFirst());
    }

    @Test
    void sizesStayWithinBounds() {
      assertThat(size(0)).isEqualTo(2);
      assertThat(size(9)).isEqualTo(4);
      assertThat(target(rollout(idle(), view(Slot.BLUE))).size(Slot.BLUE))
          .as("its Deployment is gone")
          .isEqualTo(2);
    }

    private int size(int desired) {
      return target(rollout(idle(), view(Slot.BLUE, slot("a", desired, 0)))).size(Slot.BLUE);
    }
  }

  @Nested
  class First {
    @Test
    void nothingToHold() {
      var target = target(rollout(nothing(), view(null)));

      assertThat(target.live()).isEqualTo(Slot.BLUE);
      assertThat(target.releases()).isEmpty();
      assertThat(target.processor()).isEmpty();
      assertThat(rollout(nothing(), view(null)).next(Asked.unknown())).isEqualTo(nothing());
    }

    @Test
    void fillsBlueSwitchesAndIsLiveWithoutWarmth() {
      var filling = rollout(nothing(), view(Slot.BLUE)).next(want("a"));
      assertThat(filling.rollout()).isEqualTo(under(null, Slot.BLUE, "a", Step.FILLING));
      var empty = rollout(filling, view(Slot.BLUE));
      assertThat(target(empty).size(Slot.BLUE)).isEqualTo(2);
      assertThat(target(empty).processor()).as("not before it serves").isEmpty();
      assertThat(empty.next(want("a"))).isEqualTo(filling);

      var ready = view(Slot.BLUE, slot("a", 2, 2));
      var switching = rollout(filling, ready).next(want("a"));
      assertThat(switching.rollout()).isEqualTo(under(null, Slot.BLUE, "a", Step.SWITCHING));
      assertThat(target(rollout(switching, ready)).processor()).contains(release("a"));

      var done = rollout(switching, ready).next(want("a"));
      assertThat(done).isEqualTo(idle());
    }

    @Test
    void givenUpBeforeAnyPodWasAskedForItBeginsAnewInPlace() {
      var filling = rollout(nothing(), view(Slot.BLUE)).next(want("a"));
      var next = rollout(filling, view(Slot.BLUE)).next(want("b"));

      assertThat(next.rollout()).isEqualTo(under(null, Slot.BLUE, "b", Step.FILLING));
      assertThat(next.history())
          .containsExactly(
              entry("b", Slot.BLUE, Outcome.ROLLING_OUT), entry("a", Slot.BLUE, Outcome.ABANDONED));
    }

    @Test
    void givenUpWhenItsPodsMayServeAlreadyTheyStayUntilTheNextServes() {
      var filling = rollout(nothing(), view(Slot.BLUE)).next(want("a"));
      var running = view(Slot.BLUE, slot("a", 2, 2));
      var next = rollout(filling, running).next(want("b"));
      var target = target(rollout(next, running));

      assertThat(next.rollout()).isEqualTo(under(null, Slot.GREEN, "b", Step.FILLING));
      assertThat(target.live()).isEqualTo(Slot.BLUE);
      assertThat(target.release(Slot.BLUE)).contains(release("a"));
      assertThat(target.size(Slot.BLUE)).isEqualTo(2);
    }

    @Test
    void aStatusThatWasLostDoesNotTouchWhatServes() {
      var running = view(Slot.GREEN, slot("b", 0, 0), slot("a", 4, 4));
      var lost = rollout(nothing(), running);
      assertThat(target(lost).live()).isEqualTo(Slot.GREEN);
      assertThat(lost.lost()).containsExactly(Slot.GREEN);

      var filling = lost.next(want("a"));
      assertThat(filling.rollout()).isEqualTo(under(null, Slot.BLUE, "a", Step.FILLING));
      assertThat(target(rollout(filling, running)).live()).isEqualTo(Slot.GREEN);
      assertThat(target(rollout(filling, running)).size(Slot.BLUE)).isEqualTo(4);
      assertThat(rollout(filling, running).lost()).containsExactly(Slot.GREEN);
      assertThat(rollout(filling, running).missing()).as("it has no name").isEmpty();
    }
  }

  @Nested
  class Filling {
    @Test
    void bothSlotsHaveTheLiveSize() {
      var target = target(rollout(going(Step.FILLING), greenIsNotReady(Slot.BLUE)));

      assertThat(target.live()).isEqualTo(Slot.BLUE);
      assertThat(target.releases())
          .isEqualTo(Map.of(Slot.BLUE, release("a"), Slot.GREEN, release("b")));
      assertThat(target.replicas()).isEqualTo(Map.of(Slot.BLUE, 2, Slot.GREEN, 2));
      assertThat(target.processor()).contains(release("a"));
    }

    @Test
    void waitsUntilTheSlotServes() {
      assertThat(rollout(going(Step.FILLING), greenIsNotReady(Slot.BLUE)).next(want("b")))
          .isEqualTo(going(Step.FILLING));
      assertThat(rollout(going(Step.FILLING), view(Slot.BLUE, slot("a", 2, 2))).next(want("b")))
          .as("no Deployment yet")
          .isEqualTo(going(Step.FILLING));
      assertThat(
              rollout(going(Step.FILLING), view(Slot.BLUE, slot("a", 3, 3), slot("b", 2, 2)))
                  .next(want("b")))
          .as("smaller than the live one")
          .isEqualTo(going(Step.FILLING));
    }

    @Test
    void recordsTheSwitchBeforeItIsMade() {
      var rollout = rollout(going(Step.FILLING), bothServe(Slot.BLUE));

      assertThat(target(rollout).live()).isEqualTo(Slot.BLUE);
      assertThat(rollout.next(want("b"))).isEqualTo(going(Step.SWITCHING));
      assertThat(rollout.next(Asked.unknown()))
          .as("it may not be asked for any more")
          .isEqualTo(going(Step.FILLING));
    }

    @Test
    void anotherReleaseTakesItsPlace() {
      var next = rollout(going(Step.FILLING), bothServe(Slot.BLUE)).next(want("c"));

      assertThat(next.rollout()).isEqualTo(under(Slot.BLUE, Slot.GREEN, "c", Step.FILLING));
      assertThat(next.history())
          .containsExactly(
              entry("c", Slot.GREEN, Outcome.ROLLING_OUT),
              entry("b", Slot.GREEN, Outcome.ABANDONED),
              entry("a", Slot.BLUE, Outcome.LIVE));
    }

    @Test
    void theLiveOneWantedBackEndsIt() {
      var next = rollout(going(Step.FILLING), bothServe(Slot.BLUE)).next(want("a"));

      assertThat(next.rollout()).isNull();
      assertThat(next.live()).isEqualTo(idle().live());
      assertThat(next.history())
          .containsExactly(
              entry("b", Slot.GREEN, Outcome.ABANDONED), entry("a", Slot.BLUE, Outcome.LIVE));
      assertThat(target(rollout(next, bothServe(Slot.BLUE))).size(Slot.GREEN)).isZero();
    }

    @Test
    void aLostReleaseNeverServes() {
      stored.remove(revision("b").name());
      var rollout = rollout(going(Step.FILLING), bothServe(Slot.BLUE));

      assertThat(rollout.next(want("b"))).isEqualTo(going(Step.FILLING));
      assertThat(rollout.lost()).containsExactly(Slot.GREEN);
      assertThat(rollout.missing()).containsExactly(revision("b").name());
    }
  }

  @Nested
  class Switching {
    @Test
    void movesToASlotThatServesAndTheProcessorFollows() {
      var rollout = rollout(going(Step.SWITCHING), bothServe(Slot.BLUE));

      assertThat(target(rollout).live()).isEqualTo(Slot.GREEN);
      assertThat(target(rollout).processor()).contains(release("b"));
      assertThat(rollout.next(want("b"))).as("not moved yet").isEqualTo(going(Step.SWITCHING));
    }

    @Test
    void aPodLostBeforeTheMoveStopsIt() {
      var rollout = rollout(going(Step.SWITCHING), greenIsNotReady(Slot.BLUE));

      assertThat(target(rollout).live()).isEqualTo(Slot.BLUE);
      assertThat(rollout.next(want("b"))).isEqualTo(going(Step.FILLING));
    }

    @Test
    void aPodLostAfterTheMoveChangesNothing() {
      var rollout = rollout(going(Step.SWITCHING), greenIsNotReady(Slot.GREEN));

      assertThat(target(rollout).live()).isEqualTo(Slot.GREEN);
      assertThat(rollout.next(want("b"))).isEqualTo(warm());
    }

    @Test
    void whatMovedIsLiveAndTheFormerOneStaysWarm() {
      assertThat(rollout(going(Step.SWITCHING), bothServe(Slot.GREEN)).next(want("b")))
          .isEqualTo(warm());
    }

    @Test
    void whatMovedIsLiveThoughItsRevisionIsLost() {
      stored.remove(revision("b").name());
      var rollout = rollout(going(Step.SWITCHING), bothServe(Slot.GREEN));

      assertThat(rollout.next(want("b"))).isEqualTo(warm());
      assertThat(target(rollout).live()).isEqualTo(Slot.GREEN);
      assertThat(target(rollout).processor()).isEmpty();
    }

    @Test
    void withoutAnyRecordOfTheReleaseItWaits() {
      var odd =
          new Recorded(
              live("a", Slot.BLUE),
              under(Slot.BLUE, Slot.GREEN, "b", Step.SWITCHING),
              List.of(entry("a", Slot.BLUE, Outcome.LIVE)));

      assertThat(rollout(odd, bothServe(Slot.GREEN)).next(want("b"))).isEqualTo(odd);
    }
  }

  @Nested
  class Warm {
    @Test
    void theFormerSlotKeepsTheLiveSizeForItsTime() {
      var rollout = rollout(warm(), view(Slot.GREEN, slot("a", 2, 2), slot("b", 3, 3)));

      assertThat(rollout.due()).contains(NOON.plus(WARMTH));
      assertThat(target(rollout).replicas()).isEqualTo(Map.of(Slot.BLUE, 3, Slot.GREEN, 3));
      assertThat(target(rollout).release(Slot.BLUE)).contains(release("a"));
      now = NOON.plus(WARMTH).minusMillis(1);
      assertThat(rollout(warm(), bothServe(Slot.GREEN)).next(want("b"))).isEqualTo(warm());
      assertThat(rollout(warm(), bothServe(Slot.GREEN)).next(Asked.unknown())).isEqualTo(warm());
    }

    @Test
    void thenItRests() {
      now = NOON.plus(WARMTH);
      var rollout = rollout(warm(), bothServe(Slot.GREEN));

      assertThat(target(rollout).size(Slot.BLUE)).isZero();
      assertThat(target(rollout).release(Slot.BLUE))
          .as("ready to come back")
          .contains(release("a"));
      assertThat(rollout.due()).as("the Deployment tells when it is empty").isEmpty();
      assertThat(rollout.next(want("b"))).as("not before it is empty").isEqualTo(warm());
      var empty = view(Slot.GREEN, slot("a", 0, 0), slot("b", 2, 2));
      var next = rollout(warm(), empty).next(want("b"));
      assertThat(next).isEqualTo(new Recorded(warm().live(), null, warm().history()));
      assertThat(target(rollout(next, empty)).replicas()).isEqualTo(target(rollout).replicas());
    }

    @Test
    void whatCannotBeTakenDownIsNotWaitedFor() {
      now = NOON.plus(WARMTH);
      var lost =
          new Rollout(
              warm(),
              bothServe(Slot.GREEN),
              Map.of(revision("b").name(), release("b")),
              RULES,
              GENERATION,
              NOON,
              now);

      assertThat(lost.next(want("b")).rollout()).isNull();
    }

    @Test
    void theFormerReleaseComesBackInThreeSteps() {
      var back = rollout(warm(), bothServe(Slot.GREEN)).next(want("a"));
      assertThat(back.rollout()).isEqualTo(under(Slot.GREEN, Slot.BLUE, "a", Step.FILLING));
      back = rollout(back, bothServe(Slot.GREEN)).next(want("a"));
      assertThat(target(rollout(back, bothServe(Slot.GREEN))).live()).isEqualTo(Slot.BLUE);
      back = rollout(back, bothServe(Slot.BLUE)).next(want("a"));

      assertThat(back.live()).isEqualTo(live("a", Slot.BLUE));
      assertThat(back.rollout()).isEqualTo(under(Slot.GREEN, Slot.BLUE, "a", Step.WARM));
      assertThat(back.history())
          .containsExactly(
              entry("a", Slot.BLUE, Outcome.LIVE),
              entry("b", Slot.GREEN, Outcome.REPLACED),
              entry("a", Slot.BLUE, Outcome.REPLACED));
    }

    @Test
    void aLostReleaseInUseIsNamedAndItsSlotToo() {
      stored.remove(revision("a").name());
      assertThat(rollout(warm(), bothServe(Slot.GREEN)).lost()).containsExactly(Slot.BLUE);
      stored.clear();
      assertThat(rollout(warm(), bothServe(Slot.GREEN)).missing())
          .isEqualTo(Set.of(revision("a").name(), revision("b").name()));
      var rested = new Recorded(warm().live(), null, warm().history());
      assertThat(rollout(rested, bothServe(Slot.GREEN)).missing())
          .as("what rests is not in use")
          .containsExactly(revision("b").name());
    }
  }

  @Test
  void aDigestWithoutItsKindIsShortenedAllTheSame() {
    var brief =
        new HistoryEntry(
            "x",
            "abc",
            "",
            revision("b").name(),
            Slot.GREEN,
            "",
            null,
            Outcome.ROLLING_OUT,
            null,
            null,
            null,
            null,
            null);
    var recorded = new Recorded(null, under(null, Slot.GREEN, "b", Step.SWITCHING), List.of(brief));
    var next = rollout(recorded, bothServe(Slot.GREEN)).next(want("b"));

    assertThat(next.live().shortDigest()).isEqualTo("abc");
  }
}
