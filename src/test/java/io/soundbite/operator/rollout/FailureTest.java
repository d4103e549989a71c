package io.soundbite.operator.rollout;

import static io.soundbite.operator.rollout.Releases.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What fails is taken down, what was live before comes back, and a gate is never passed by it. */
class FailureTest extends RolloutCase {
  private static final String WORDS = "ImagePullBackOff: in words";

  /** Green has a pod that is not ready, and will not be from {@code lasting} on. */
  private static View stuck(Instant lasting) {
    return view(Slot.BLUE, slot("a", 2, 2), troubled(slot("b", 2, 1), "ImagePullBackOff", lasting));
  }

  private static Asked shut(String tag) {
    return new Asked(Optional.of(revision(tag)), false, false);
  }

  /** B failed at {@code now}. */
  private Recorded rolledBack(String why) {
    return going(Step.FILLING)
        .with(null)
        .changed(revision("b").name(), it -> it.ended(now.toString(), Outcome.ROLLED_BACK, why));
  }

  @Nested
  class BeforeItIsLive {
    @Test
    void troubleThatLastsTakesItDown() {
      var rollout = rollout(going(Step.FILLING), stuck(NOON));

      assertThat(rollout.failure()).contains(WORDS);
      assertThat(rollout.next(want("b"))).isEqualTo(rolledBack(WORDS));
    }

    @Test
    void troubleThatMayPassIsWaitedFor() {
      var later = NOON.plusSeconds(20);
      var rollout = rollout(going(Step.FILLING), stuck(later));

      assertThat(rollout.failure()).isEmpty();
      assertThat(rollout.trouble()).contains(WORDS);
      assertThat(rollout.due()).contains(later);
      assertThat(rollout.next(want("b"))).isEqualTo(going(Step.FILLING));
      now = later;
      assertThat(rollout(going(Step.FILLING), stuck(later)).next(want("b")))
          .isEqualTo(rolledBack(WORDS));
    }

    private static final Recorded FIRST =
        new Recorded(
            null,
            under(null, Slot.BLUE, "b", Step.FILLING),
            List.of(entry("b", Slot.BLUE, Outcome.ROLLING_OUT)));

    private static View first(String reason) {
      return view(null, troubled(slot("b", 2, 0), reason, NOON.plusSeconds(20)));
    }

    /** IAM may not know the environment's roles everywhere yet. */
    @Test
    void podsOfTheFirstReleaseMayEndAgainAndAgainForAMinute() {
      now = NOON.plusSeconds(59);
      var rollout = rollout(FIRST, first("CrashLoopBackOff"));
      assertThat(rollout.failure()).isEmpty();
      assertThat(rollout.trouble()).contains("CrashLoopBackOff: in words");
      assertThat(rollout.due()).contains(NOON.plusSeconds(60));

      now = NOON.plusSeconds(60);
      assertThat(rollout(FIRST, first("CrashLoopBackOff")).failure())
          .contains("CrashLoopBackOff: in words");
    }

    @Test
    void newRolesExcuseNothingElse() {
      now = NOON.plusSeconds(20);
      assertThat(rollout(FIRST, first("ImagePullBackOff")).failure()).contains(WORDS);
      assertThat(
              rollout(
                      going(Step.FILLING),
                      view(
                          Slot.BLUE,
                          slot("a", 2, 2),
                          troubled(slot("b", 2, 1), "CrashLoopBackOff", now)))
                  .failure())
          .contains("CrashLoopBackOff: in words");
    }

    @Test
    void timeAloneTakesItDownInTheWordsOfItsPods() {
      now = after(RULES.deadline()).minusMillis(1);
      var waiting = rollout(going(Step.FILLING), stuck(Instant.MAX));
      assertThat(waiting.due()).contains(after(RULES.deadline()));
      assertThat(waiting.next(want("b"))).isEqualTo(going(Step.FILLING));

      now = after(RULES.deadline());
      assertThat(rollout(going(Step.FILLING), stuck(Instant.MAX)).next(want("b")))
          .isEqualTo(
              rolledBack("DeadlineExceeded: not available after 5m (ImagePullBackOff: in words)"));
      assertThat(rollout(going(Step.FILLING), greenIsNotReady(Slot.BLUE)).next(want("b")))
          .isEqualTo(rolledBack("DeadlineExceeded: not available after 5m"));
    }

    @Test
    void whatServesHasNotFailedWhateverOneOfItsPodsSays() {
      now = after(RULES.deadline());
      var odd = view(Slot.BLUE, slot("a", 2, 2), troubled(slot("b", 2, 2), "Evicted", NOON));

      assertThat(rollout(going(Step.FILLING), odd).failure()).isEmpty();
      assertThat(rollout(going(Step.FILLING), odd).next(want("b")).rollout().step())
          .isEqualTo(Step.SWITCHING);
    }

    @Test
    void troubleOfAnotherReleaseIsNotIts() {
      var former =
          view(Slot.BLUE, slot("a", 2, 2), troubled(slot("c", 2, 0), "ImagePullBackOff", NOON));
      var rollout = rollout(going(Step.FILLING), former);

      assertThat(rollout.failure()).isEmpty();
      assertThat(rollout.trouble()).isEmpty();
      assertThat(rollout.next(want("b"))).isEqualTo(going(Step.FILLING));
    }

    @Test
    void troubleOfTheLiveOneStopsNothing() {
      var view =
          view(Slot.BLUE, troubled(slot("a", 2, 1), "CrashLoopBackOff", NOON), slot("b", 2, 1));

      assertThat(rollout(going(Step.FILLING), view).next(want("b"))).isEqualTo(going(Step.FILLING));
    }

    @Test
    void aFirstReleaseThatFailsLeavesNothingLive() {
      var filling = rollout(nothing(), view(Slot.BLUE)).next(want("a"));
      var view = view(Slot.BLUE, troubled(slot("a", 2, 0), "InvalidImageName", NOON));
      var next = rollout(filling, view).next(want("a"));

      assertThat(next.live()).isNull();
      assertThat(next.rollout()).isNull();
      assertThat(rollout(next, view).next(want("a"))).as("held").isEqualTo(next);
      assertThat(target(rollout(next, view)).size(Slot.BLUE)).isZero();
      assertThat(rollout(next, view).next(want("b")).rollout())
          .as("nothing worth keeping is in its way")
          .isEqualTo(under(null, Slot.BLUE, "b", Step.FILLING));
    }

    @Test
    void isHeldUntilTheSpecChanges() {
      var failed = rolledBack(WORDS);
      assertThat(rollout(failed, stuck(NOON)).next(want("b"))).isEqualTo(failed);
      assertThat(rollout(failed, stuck(NOON)).news(Optional.of(revision("b")))).isEmpty();
      assertThat(rollout(failed, stuck(NOON)).next(want("c")).rollout())
          .as("another may be tried")
          .isEqualTo(under(Slot.BLUE, Slot.GREEN, "c", Step.FILLING));

      generation++;
      var anew = rollout(failed, stuck(NOON)).next(want("b"));
      assertThat(anew.rollout()).isEqualTo(going(Step.FILLING).rollout());
      assertThat(anew.history().getFirst().generation()).isEqualTo(generation);
      assertThat(anew.history()).hasSize(3);
    }

    @Test
    void withoutAutomaticRollbackItStaysUntilTheSpecChanges() {
      rules = rules(Duration.ZERO, false, Optional.empty());
      now = NOON.plusSeconds(1);
      var rollout = rollout(going(Step.FILLING), stuck(NOON));
      assertThat(rollout.failure()).contains(WORDS);
      assertThat(rollout.next(want("b"))).isEqualTo(going(Step.FILLING));

      generation++;
      var anew = rollout(going(Step.FILLING), stuck(NOON)).next(want("b"));
      assertThat(anew.rollout())
          .isEqualTo(
              new RolloutStatus(
                  Slot.BLUE,
                  Slot.GREEN,
                  revision("b").name(),
                  Step.FILLING,
                  now.toString(),
                  now.toString()));
      assertThat(anew.history().getFirst())
          .isEqualTo(entry("b", Slot.GREEN, Outcome.ROLLING_OUT).askedBy(generation));
      assertThat(rollout(anew, stuck(NOON)).next(want("b"))).as("once each").isEqualTo(anew);
    }
  }

  @Nested
  class Gates {
    @Test
    void nothingBeginsPastAShutOne() {
      assertThat(rollout(idle(), bothServe(Slot.BLUE)).next(shut("b"))).isEqualTo(idle());
      assertThat(rollout(nothing(), view(Slot.BLUE)).next(shut("a"))).isEqualTo(nothing());
      assertThat(rollout(warm(), bothServe(Slot.GREEN)).next(shut("c"))).isEqualTo(warm());
    }

    @Test
    void whatHasBegunWaitsWhenOneIsShut() {
      assertThat(rollout(going(Step.FILLING), bothServe(Slot.BLUE)).next(shut("b")))
          .isEqualTo(going(Step.FILLING));
    }

    @Test
    void whatIsNoLongerAskedForIsGivenUpThoughTheOtherMayNotBegin() {
      var next = rollout(going(Step.FILLING), bothServe(Slot.BLUE)).next(shut("c"));

      assertThat(next.rollout()).isNull();
      assertThat(next.history())
          .containsExactly(
              entry("b", Slot.GREEN, Outcome.ABANDONED), entry("a", Slot.BLUE, Outcome.LIVE));
    }

    @Test
    void whatComesBackMakesWayOnlyForWhatMayGoLive() {
      var back = returning();
      var view = bothServe(Slot.GREEN);

      assertThat(rollout(back, view).next(shut("c")).rollout().revision())
          .isEqualTo(revision("a").name());
      assertThat(rollout(back, view).next(want("b")).rollout().revision())
          .as("what failed is live still, and no news")
          .isEqualTo(revision("a").name());
      assertThat(rollout(back, view).next(want("c")).rollout())
          .isEqualTo(under(Slot.GREEN, Slot.BLUE, "c", Step.FILLING));
    }
  }

  /** B is live and has failed, A is on its way back. */
  private Recorded returning() {
    var failing =
        view(Slot.GREEN, slot("a", 2, 2), troubled(slot("b", 2, 0), "CrashLoopBackOff", NOON));
    return rollout(warm(), failing).next(want("b"));
  }

  @Nested
  class AfterTheSwitch {
    private final SlotView follows = slot("b", 1, 1);
    private final SlotView lags = slot("b", 1, 0);

    private View processor(SlotView slot) {
      return processing(bothServe(Slot.GREEN), slot);
    }

    private void assertReturns(View view, String why) {
      var next = rollout(warm(), view).next(want("b"));
      var at = now.toString();
      assertThat(next.live()).as("until A has taken over").isEqualTo(warm().live());
      assertThat(next.rollout())
          .isEqualTo(
              new RolloutStatus(Slot.GREEN, Slot.BLUE, revision("a").name(), Step.FILLING, at, at));
      assertThat(next.history().get(1))
          .isEqualTo(entry("b", Slot.GREEN, Outcome.LIVE).ended(at, Outcome.ROLLED_BACK, why));
      assertThat(next.returning()).isTrue();
    }

    private void assertStays(View view) {
      assertThat(rollout(warm(), view).next(want("b"))).isEqualTo(warm());
    }

    @Test
    void podsThatFailBringTheFormerOneBack() {
      assertReturns(
          view(Slot.GREEN, slot("a", 2, 2), troubled(slot("b", 2, 1), "CrashLoopBackOff", NOON)),
          "CrashLoopBackOff: in words");
    }

    @Test
    void oneBadPodOfEnoughDoesNot() {
      assertStays(
          view(Slot.GREEN, slot("a", 3, 3), troubled(slot("b", 3, 2), "CrashLoopBackOff", NOON)));
    }

    @Test
    void podsThatAreMerelyNotReadyDoNot() {
      assertStays(view(Slot.GREEN, slot("a", 2, 2), slot("b", 2, 0)));
    }

    @Test
    void aProcessorThatFailsBringsItBack() {
      var later = NOON.plusSeconds(20);
      var failing = processor(troubled(lags, "CrashLoopBackOff", later));
      assertStays(failing);
      assertThat(rollout(warm(), failing).due()).contains(later);

      now = later;
      assertReturns(failing, "Processor: CrashLoopBackOff: in words");
    }

    @Test
    void aProcessorThatNeverFollowsBringsItBack() {
      now = after(RULES.deadline()).minusMillis(1);
      assertStays(processor(lags));
      assertThat(rollout(warm(), processor(lags)).due()).contains(after(RULES.deadline()));

      now = after(RULES.deadline());
      assertReturns(processor(lags), "Processor: DeadlineExceeded: not available after 5m");
      assertStays(processor(follows));
    }

    /** As with the defaults, which are ten minutes each. */
    @Test
    void aDeadlineNotBeforeTheFormerOneWouldRestBringsItBackToo() {
      rules = new RolloutRules(WARMTH, WARMTH, Duration.ZERO, true, Optional.empty());
      now = after(WARMTH);
      assertThat(target(rollout(warm(), processor(lags))).size(Slot.BLUE)).isEqualTo(2);
      assertReturns(processor(lags), "Processor: DeadlineExceeded: not available after 10m");
    }

    @Test
    void itIsWarmUntilTheProcessorFollowsOrNothingCanReturn() {
      rules =
          new RolloutRules(
              Duration.ofMinutes(1), RULES.deadline(), Duration.ZERO, false, Optional.empty());
      now = after(Duration.ofMinutes(1));
      assertThat(target(rollout(warm(), processor(lags))).size(Slot.BLUE)).isEqualTo(2);
      assertThat(rollout(warm(), processor(lags)).due()).contains(after(RULES.deadline()));
      assertThat(target(rollout(warm(), processor(follows))).size(Slot.BLUE)).isZero();

      now = after(RULES.deadline());
      assertThat(target(rollout(warm(), processor(lags))).size(Slot.BLUE)).isZero();
    }

    @Test
    void withoutAutomaticRollbackItStaysAndSaysWhy() {
      rules = rules(Duration.ZERO, false, Optional.empty());
      var failing = processor(troubled(lags, "CrashLoopBackOff", NOON));

      assertStays(failing);
      assertThat(rollout(warm(), failing).failure())
          .contains("Processor: CrashLoopBackOff: in words");
    }

    @Test
    void whatIsLostOrColdCannotComeBack() {
      var failing = processor(troubled(lags, "CrashLoopBackOff", NOON));
      stored.remove(revision("a").name());
      assertStays(failing);

      stored.put(revision("a").name(), Releases.release("a"));
      now = after(WARMTH);
      var late =
          processing(
              view(
                  Slot.GREEN, slot("a", 2, 2), troubled(slot("b", 2, 0), "CrashLoopBackOff", NOON)),
              follows);
      assertStays(late);
    }

    @Test
    void twoThatHaveFailedDoNotTakeTurns() {
      var back = returning();
      var bothFail =
          view(
              Slot.GREEN,
              troubled(slot("a", 2, 0), "CrashLoopBackOff", NOON),
              troubled(slot("b", 2, 0), "CrashLoopBackOff", NOON));
      var given = rollout(back, bothFail).next(want("b"));

      assertThat(given.rollout()).isNull();
      assertThat(given.live()).isEqualTo(warm().live());
      assertThat(given.hasFailed(revision("a").name())).isTrue();
      assertThat(rollout(given, bothFail).next(want("b"))).isEqualTo(given);
    }

    @Test
    void whatCameBackStaysThoughItFails() {
      var failed = entry("b", Slot.GREEN, Outcome.ROLLED_BACK);
      var back =
          new Recorded(
              live("a", Slot.BLUE),
              under(Slot.GREEN, Slot.BLUE, "a", Step.WARM),
              List.of(entry("a", Slot.BLUE, Outcome.LIVE), failed));
      var view =
          view(Slot.BLUE, troubled(slot("a", 2, 0), "CrashLoopBackOff", NOON), slot("b", 2, 2));

      assertThat(rollout(back, view).next(want("b"))).isEqualTo(back);
      assertThat(rollout(back, view).failure()).contains("CrashLoopBackOff: in words");
    }

    @Test
    void whatComesBackTakesOverAndIsLiveAgain() {
      var back = rollout(returning(), bothServe(Slot.GREEN)).next(want("b"));
      assertThat(target(rollout(back, bothServe(Slot.GREEN))).live()).isEqualTo(Slot.BLUE);
      var done = rollout(back, bothServe(Slot.BLUE)).next(want("b"));

      assertThat(done.live()).isEqualTo(live("a", Slot.BLUE));
      assertThat(done.history())
          .extracting(it -> it.outcome())
          .containsExactly(Outcome.LIVE, Outcome.ROLLED_BACK, Outcome.REPLACED);
      assertThat(rollout(done, bothServe(Slot.BLUE)).next(want("b")))
          .as("held until the spec changes")
          .isEqualTo(done);
    }
  }
}
