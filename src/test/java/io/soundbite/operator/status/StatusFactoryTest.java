package io.soundbite.operator.status;

import static io.soundbite.operator.status.Situation.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.LastHandled;
import io.soundbite.operator.api.v1alpha1.PlanStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Step.Blocked;
import io.soundbite.operator.promotion.Ruling;
import io.soundbite.operator.rollout.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusFactoryTest {
  private static final Key QUEUE = new Key(Stack.QUEUE, "SoundbiteQueue", "SoundBite-staging-Q");

  private static final Instant LATER = NOON.plusSeconds(20);

  private final Situation situation = new Situation();

  private static String condition(EnvironmentStatus status, String type) {
    var condition = Conditions.find(status.conditions(), type).orElseThrow();
    return condition.getStatus() + " " + condition.getReason() + ": " + condition.getMessage();
  }

  private void assertReady(String expected) {
    assertThat(condition(situation.status(), "Ready")).isEqualTo(expected);
  }

  private void assertPromoted(String expected) {
    assertThat(condition(situation.status(), "Promoted")).isEqualTo(expected);
  }

  /** Of Reconciling and Stalled, exactly the right one is true, and both say why. */
  private void assertUnderWay(boolean lasting) {
    var status = situation.status();
    var why = condition(status, "Ready").substring("False ".length());
    assertThat(condition(status, "Stalled")).isEqualTo((lasting ? "True " : "False ") + why);
    assertThat(condition(status, "Reconciling")).isEqualTo((lasting ? "False " : "True ") + why);
  }

  private void block(String reason) {
    situation.plan = List.of(new Blocked(QUEUE, reason, "no.", List.of()));
  }

  @Test
  void allIsWell() {
    var status = situation.status();

    assertThat(condition(status, "Ready"))
        .isEqualTo("True AsDeclared: Release 1.4.2 is live and every resource is as declared.");
    assertThat(condition(status, "Available"))
        .isEqualTo("True Serving: Release 1.4.2 serves from the blue slot.");
    assertThat(condition(status, "Synced"))
        .isEqualTo("True AsDeclared: Every resource is as declared.");
    assertThat(condition(status, "Reconciling")).isEqualTo("False AsDeclared: Nothing to do.");
    assertThat(condition(status, "Stalled")).isEqualTo("False AsDeclared: Nothing is in the way.");
    assertThat(status.observedGeneration()).isEqualTo(7);
    assertThat(status.conditions()).allMatch(it -> it.getObservedGeneration() == 7);
    assertThat(status.aws()).isEqualTo(Situation.AWS);
    assertThat(status.image()).isEqualTo(Situation.IMAGE);
    assertThat(status.release()).isEqualTo(situation.live);
    assertThat(status.history()).hasSize(1);
    assertThat(status.stacks()).hasSize(5);
    assertThat(status.lastHandled()).isNull();
  }

  @Test
  void nothingChangedIsEqualSoThatNothingIsWritten() throws JsonProcessingException {
    situation.before = situation.status();
    situation.now = NOON.plusSeconds(3600);
    assertThat(situation.status()).isEqualTo(situation.before);

    var json = new ObjectMapper();
    situation.before =
        json.readValue(json.writeValueAsString(situation.before), EnvironmentStatus.class);
    assertThat(situation.status())
        .as("as the API server gives it back")
        .isEqualTo(situation.before);
  }

  @Test
  void aRequestThatWasHandledIsRemembered() {
    situation.requested = "now";

    assertThat(situation.status().lastHandled())
        .isEqualTo(new LastHandled("now", null, null, null, null, null));
  }

  @Nested
  class Obstacles {
    @Test
    void surroundingsComeFirst() {
      situation.surroundings = Optional.of(new Problem("IdentityProviderMissing", "Add it.", true));
      block("NamingConflict");

      assertReady("False IdentityProviderMissing: Add it.");
      assertUnderWay(true);
    }

    @Test
    void whatWillNotPassComesBeforeTheRelease() {
      block("NamingConflict");
      situation.missing = new Problem("ImageNotFound", "Push it.", false);

      assertReady("False NamingConflict: no.");
      assertUnderWay(true);
    }

    @Test
    void aReleaseThatIsNotKnownComesBeforeWhatPasses() {
      block("Throttled");
      situation.wanted = null;
      situation.missing = new Problem("ImageNotFound", "Push it.", false);

      assertReady("False ImageNotFound: Push it.");
      assertUnderWay(false);
    }

    @Test
    void aSpecThatCannotBeReadIsSaidAlthoughNothingUsesIt() {
      situation.declared = Optional.of(new Problem("FreezeInvalid", "Write it so.", true));
      assertReady("False FreezeInvalid: Write it so.");
      assertUnderWay(true);
      assertPromoted("True Live: Release 1.4.2 (sha256:abc) is live.");
      assertThat(condition(situation.status(), "Available")).startsWith("True");
      assertThat(condition(situation.status(), "Synced")).startsWith("True");

      block("Throttled");
      assertReady("False FreezeInvalid: Write it so.");
    }

    @Test
    void whatWillNotPassComesBeforeASpecThatCannotBeRead() {
      situation.declared = Optional.of(new Problem("FreezeInvalid", "Write it so.", true));
      block("NamingConflict");

      assertReady("False NamingConflict: no.");
    }

    @Test
    void aSpecThatCannotBeReadComesBeforeAGateThatTimeOpens() {
      situation.declared = Optional.of(new Problem("FreezeInvalid", "Write it so.", true));
      situation.wanted = "staging-2.0.0";
      situation.gate =
          Optional.of(new Ruling.Shut("Soak", "Soaking", "Until Monday.", Optional.empty()));

      assertReady("False FreezeInvalid: Write it so.");
      assertUnderWay(true);
      assertPromoted("False Soaking: Until Monday.");
    }

    @Test
    void aReleaseAboutToBegin() {
      situation.wanted = "staging-2.0.0";
      assertReady("False RollingOut: The release is about to be rolled out.");
      assertUnderWay(false);

      situation.rollout = Situation.under(Step.WARM, "1.4.2", Slot.BLUE);
      assertReady("False RollingOut: The release is about to be rolled out.");
    }

    /** As long as AWS does not answer, it does not begin. */
    @Test
    void aReleaseThatWaitsForWhatItRunsOn() {
      situation.wanted = "staging-2.0.0";
      block("Throttled");

      assertReady("False Throttled: no.");
    }

    @Test
    void aRolloutInEachStep() {
      situation.wanted = "staging-2.0.0";
      situation.rollout = Situation.under(Step.FILLING, "2.0.0", Slot.GREEN);
      assertReady("False RollingOut: Filling the green slot.");
      situation.rollout = Situation.under(Step.SWITCHING, "2.0.0", Slot.GREEN);
      assertReady("False RollingOut: Switching to the green slot.");
      assertUnderWay(false);
    }

    @Test
    void aRolloutThatIsStuckSaysSoInThePodsOwnWords() {
      situation.wanted = "staging-2.0.0";
      situation.rollout = Situation.under(Step.FILLING, "2.0.0", Slot.GREEN);
      situation.stuck = Optional.of(new Trouble("CrashLoopBackOff", "back-off 10s", LATER));
      assertReady("False RollingOut: Filling the green slot."); // it is about a former release

      situation.shown = "2.0.0";
      assertReady("False RollingOut: Filling the green slot. CrashLoopBackOff: back-off 10s");
      assertUnderWay(false);

      situation.now = LATER;
      assertReady("False RolloutStuck: Filling the green slot. CrashLoopBackOff: back-off 10s");
      assertUnderWay(true);
    }

    @Test
    void aShutGateIsAwaited() {
      situation.wanted = "staging-2.0.0";
      situation.gate =
          Optional.of(new Ruling.Shut("Freeze", "Frozen", "Until Monday.", Optional.empty()));

      assertReady("False AwaitingPromotion: Until Monday.");
      assertPromoted("False Frozen: Until Monday.");
      assertThat(condition(situation.status(), "Stalled")).startsWith("False");
      assertThat(condition(situation.status(), "Reconciling")).startsWith("False");
      assertThat(condition(situation.status(), "Available")).startsWith("True");
    }

    @Test
    void aReleaseOnItsWayWaitsAtAGateThatWasShutSince() {
      situation.wanted = "staging-2.0.0";
      situation.rollout = Situation.under(Step.VERIFYING, "2.0.0", Slot.GREEN);
      situation.gate =
          Optional.of(new Ruling.Shut("Freeze", "Frozen", "Until Monday.", Optional.empty()));

      assertReady(
          "False AwaitingPromotion: Until Monday. The green slot stands at step Verifying.");
      assertPromoted("False Frozen: Until Monday.");
      assertThat(condition(situation.status(), "Reconciling")).startsWith("False");
      assertThat(condition(situation.status(), "Stalled")).startsWith("False");
    }

    /** The release that is live is asked for, and another one is still on its way. */
    @ParameterizedTest
    @EnumSource(value = Step.class, names = "WARM", mode = EnumSource.Mode.EXCLUDE)
    void whileAnotherReleaseIsOnItsWayWhatIsLiveIsNotReached(Step step) {
      situation.rollout = Situation.under(step, "2.0.0", Slot.GREEN);

      assertThat(condition(situation.status(), "Ready")).startsWith("False RollingOut");
      assertThat(condition(situation.status(), "Promoted")).startsWith("Unknown");
    }

    @Test
    void untilTheLiveServiceLetsGoOfWhatWasWithdrawnItIsNotReached() {
      situation.selected = Set.of(Slot.values());

      assertReady("False RollingOut: The live Service returns to the release that is live.");
      assertUnderWay(false);
    }

    @Test
    void aRolloutWhoseWritesAreRefusedDoesNotMove() {
      situation.wanted = "staging-2.0.0";
      situation.rollout =
          Situation.under(Step.FILLING, "2.0.0", Slot.GREEN).held(NOON.toString(), null);
      block("NamingConflict");

      assertReady("False NamingConflict: no.");
      assertUnderWay(true);
    }

    @Test
    void whatWasRolledBackSaysWhy() {
      situation.wanted = "staging-2.0.0";
      situation.past =
          List.of(
              Situation.entry("2.0.0", Slot.GREEN, Outcome.ROLLING_OUT)
                  .ended("then", Outcome.ROLLED_BACK, "ImagePullBackOff: no such image"));
      var why =
          "Release 2.0.0 (sha256:abc) was rolled back. ImagePullBackOff: no such image. It is not"
              + " tried again before spec changes.";

      assertReady("False RolledBack: " + why);
      assertUnderWay(true);
      assertPromoted("False RolledBack: " + why);
      assertThat(condition(situation.status(), "Available")).startsWith("True");

      situation.rollout = Situation.under(Step.FILLING, "1.4.0", Slot.GREEN);
      assertReady("False RolledBack: " + why);
      assertUnderWay(false); // what was live before is coming back

      situation.rollout = null;
      situation.generation++;
      assertReady("False RollingOut: The release is about to be rolled out.");
    }

    /** What else is wrong is told with it, and hides nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"Downgrade", "Contested", "AdmissionDenied"})
    void aFailedReleaseIsToldBeforeWhateverElseNeedsHelp(String reason) {
      situation.wanted = "staging-2.0.0";
      situation.past =
          List.of(
              Situation.entry("2.0.0", Slot.GREEN, Outcome.ROLLING_OUT)
                  .ended("then", Outcome.ROLLED_BACK, "OOMKilled"));
      situation.plan = List.of(new Blocked(QUEUE, reason, "no.", List.of()));
      var why =
          "Release 2.0.0 (sha256:abc) was rolled back. OOMKilled. It is not tried again before"
              + " spec changes.";

      assertReady("False RolledBack: %s Also %s: no.".formatted(why, reason));

      situation.surroundings = Optional.of(new Problem("IdentityProviderMissing", "none.", true));
      assertReady("False RolledBack: " + why + " Also IdentityProviderMissing: none.");
    }

    @Test
    void aReasonThatIsASentenceAlreadyHasOneStop() {
      situation.wanted = "staging-2.0.0";
      situation.past =
          List.of(
              Situation.entry("2.0.0", Slot.GREEN, Outcome.ROLLING_OUT)
                  .ended("then", Outcome.ROLLED_BACK, "Evicted: The node was low on memory."));

      assertReady(
          "False RolledBack: Release 2.0.0 (sha256:abc) was rolled back. Evicted: The node was low"
              + " on memory. It is not tried again before spec changes.");
    }

    @Test
    void aReleaseThatOverlaps() {
      situation.wanted = "staging-2.0.0";
      situation.rollout = Situation.under(Step.OVERLAPPING, "2.0.0", Slot.GREEN);

      assertReady("False RollingOut: The live Service selects the green slot too.");
      assertUnderWay(false);
      assertPromoted("Unknown RollingOut: The release asked for is on its way.");
    }

    @Test
    void whatIsLiveAndHasFailedIsNotPromoted() {
      situation.past =
          List.of(
              Situation.entry("1.4.2", Slot.BLUE, Outcome.LIVE)
                  .ended("then", Outcome.ROLLED_BACK, "Processor: OOMKilled"));
      situation.rollout = Situation.under(Step.FILLING, "1.4.1", Slot.GREEN);

      var why =
          "Release 1.4.2 (sha256:abc) was rolled back. Processor: OOMKilled. It is not tried again"
              + " before spec changes.";
      assertReady("False RolledBack: " + why);
      assertPromoted("False RolledBack: " + why);
    }

    @Test
    void beforeItIsKnownWhatToPromoteItIsAboutToBegin() {
      situation.wanted = "staging-2.0.0";

      assertPromoted("Unknown RollingOut: The release asked for is about to begin.");
    }

    @Test
    void aYesThatIsMissingIsAwaitedAfterTheGates() {
      situation.wanted = "staging-2.0.0";
      situation.held = new Problem("AwaitingApply", "Say yes.", false);
      assertPromoted("False AwaitingApply: Say yes.");

      situation.gate =
          Optional.of(new Ruling.Shut("Freeze", "Frozen", "Until Monday.", Optional.empty()));
      assertPromoted("False Frozen: Until Monday.");
      assertReady("False AwaitingPromotion: Until Monday.");
    }

    @Test
    void whatIsLiveIsPromoted() {
      assertPromoted("True Live: Release 1.4.2 (sha256:abc) is live.");
    }

    @Test
    void whatPassesKeepsItFromBeingReadyToo() {
      block("Throttled");

      assertReady("False Throttled: no.");
      assertUnderWay(false);
      assertThat(condition(situation.status(), "Synced")).isEqualTo("False Throttled: no.");
    }

    @Test
    void aReleaseWithoutReadyPodsIsNotReady() {
      situation.ready = 0;

      assertReady("False NoReadyPods: The blue slot, release 1.4.2, has no ready pods.");
      assertUnderWay(false);
    }

    @Test
    void aReleaseWithoutReadyPodsSaysWhyInThePodsOwnWords() {
      situation.ready = 0;
      situation.stuck = Optional.of(new Trouble("FailedCreate", "exceeded quota", Instant.MAX));

      assertReady(
          "False NoReadyPods: The blue slot, release 1.4.2, has no ready pods. FailedCreate:"
              + " exceeded quota");
      assertThat(condition(situation.status(), "Available"))
          .endsWith("FailedCreate: exceeded quota");
    }

    @Test
    void theFirstReleaseIsAwaited() {
      situation.live = null;

      assertReady("False RollingOut: The release is about to be rolled out.");
    }

    @Test
    void aPreviousReleaseThatIsWarmIsNoObstacle() {
      situation.rollout = Situation.under(Step.WARM, "1.4.2", Slot.BLUE);

      assertThat(condition(situation.status(), "Ready")).startsWith("True");
    }
  }

  @Nested
  class Availability {
    private String available() {
      return condition(situation.status(), "Available");
    }

    @Test
    void beforeTheFirstRelease() {
      situation.live = null;
      assertThat(available()).isEqualTo("False NoRelease: No release has gone live yet.");
    }

    @Test
    void withoutReadyPods() {
      situation.ready = 0;
      assertThat(available())
          .isEqualTo("False NoReadyPods: The blue slot, release 1.4.2, has no ready pods.");
    }

    @Test
    void whenTheServiceSelectsWhatIsRecordedNowhere() {
      situation.selected = Set.of(Slot.GREEN);
      assertThat(available()).startsWith("False NoReadyPods");
      situation.rollout = Situation.under(Step.FILLING, "2.0.0", Slot.GREEN);
      assertThat(available()).startsWith("False NoReadyPods");
      situation.selected = Set.of();
      assertThat(available()).startsWith("False NoReadyPods");
    }

    @Test
    void inTheMomentOfASwitch() {
      situation.wanted = "staging-2.0.0";
      situation.rollout = Situation.under(Step.SWITCHING, "2.0.0", Slot.GREEN);
      assertThat(available()).as("before it").startsWith("True Serving");
      situation.selected = Set.of(Slot.GREEN);
      assertThat(available()).as("after it, not recorded yet").startsWith("True Serving");
    }
  }

  @Nested
  class Stopped {
    private EnvironmentStatus stopped(Problem problem) {
      return new StatusFactory(situation.before, 8, NOON.plusSeconds(60)).stopped(problem);
    }

    @Test
    void whatWasKnownStays() {
      situation.requested = "now";
      situation.before = situation.status();
      var status = stopped(new Problem("Unavailable", "STS is away.", false));

      assertThat(condition(status, "Ready")).isEqualTo("False Unavailable: STS is away.");
      assertThat(condition(status, "Synced")).isEqualTo("False Unavailable: STS is away.");
      assertThat(condition(status, "Reconciling")).isEqualTo("True Unavailable: STS is away.");
      assertThat(condition(status, "Stalled")).isEqualTo("False Unavailable: STS is away.");
      assertThat(condition(status, "Available")).startsWith("True Serving");
      assertThat(status.observedGeneration()).isEqualTo(8);
      assertThat(status)
          .usingRecursiveComparison()
          .ignoringFields("observedGeneration", "conditions")
          .isEqualTo(situation.before);
    }

    @Test
    void beforeAnythingWasKnown() {
      var status = stopped(new Problem("AccessDenied", "Not you.", true));

      assertThat(condition(status, "Available"))
          .isEqualTo("False NoRelease: No release has gone live yet.");
      assertThat(condition(status, "Stalled")).isEqualTo("True AccessDenied: Not you.");
      assertThat(condition(status, "Reconciling")).startsWith("False");
    }

    @Test
    void whereItIsIsKnownFirst() {
      var status = new StatusFactory(situation.before, 8, NOON).located(Situation.AWS);

      assertThat(status.aws()).isEqualTo(Situation.AWS);
      assertThat(condition(status, "Ready"))
          .isEqualTo("False Starting: Nothing has been made yet.");
      assertThat(condition(status, "Reconciling")).startsWith("True");
    }

    @Test
    void onItsWayOutItSaysWhatKeepsItAndSinceWhen() {
      situation.before = situation.status();
      assertThat(new StatusFactory(situation.before, 7, NOON).terminatingFor()).isZero();
      var problem = new Problem("HoldsData", "The bucket is not empty.", true);
      var handled = new LastHandled("then", null, null, null, null, null);
      var status = new StatusFactory(situation.before, 7, NOON).terminating(problem, handled);
      var later = new StatusFactory(status, 7, NOON.plusSeconds(90));

      assertThat(condition(status, "Terminating"))
          .isEqualTo("True DeletionRequested: The custom resource is being deleted.");
      assertThat(condition(status, "Stalled"))
          .isEqualTo("True HoldsData: The bucket is not empty.");
      assertThat(status.lastHandled()).isEqualTo(handled);
      assertThat(later.terminatingFor()).hasSeconds(90);
      assertThat(later.terminating(problem, handled)).isEqualTo(status);
    }

    @Test
    void twiceIsEqual() {
      situation.before = stopped(new Problem("AccessDenied", "Not you.", true));

      assertThat(stopped(new Problem("AccessDenied", "Not you.", true)))
          .isEqualTo(situation.before);
    }
  }

  /** Whoever waits for kstatus' Current or Failed is told neither while a person has to say yes. */
  @Nested
  class Consent {
    private void assertNeitherUnderWayNorStuck() {
      var status = situation.status();
      var why = condition(status, "Ready").substring("False ".length());
      assertThat(condition(status, "Reconciling")).isEqualTo("False " + why);
      assertThat(condition(status, "Stalled")).isEqualTo("False " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Planned", "Paused"})
    void whatWaitsForAYesIsNeitherUnderWayNorStuck(String reason) {
      block(reason);

      assertReady("False %s: no.".formatted(reason));
      assertThat(condition(situation.status(), "Synced"))
          .isEqualTo("False %s: no.".formatted(reason));
      assertNeitherUnderWayNorStuck();
    }

    @Test
    void aReleaseThatWaitsForAYes() {
      situation.wanted = "staging-2.0.0";
      situation.held = Problem.waiting("Planned", "Release 2.0.0 waits.");

      assertReady("False Planned: Release 2.0.0 waits.");
      assertThat(condition(situation.status(), "Available")).startsWith("True Serving");
      assertThat(condition(situation.status(), "Synced")).startsWith("True");
      assertNeitherUnderWayNorStuck();
    }

    @Test
    void aPauseIsToldBeforeWhatItHoldsBack() {
      situation.held = Problem.waiting("Paused", "Everything waits.");
      situation.rollout = Situation.under(Step.FILLING, "2.0.0", Slot.GREEN);
      for (var wanted : List.of("staging-2.0.0", "staging-1.4.2", "staging-1.5.0")) {
        situation.wanted = wanted;

        assertReady("False Paused: Everything waits. The green slot stands at step Filling.");
        assertNeitherUnderWayNorStuck();
      }
      situation.wanted = null;
      situation.missing = new Problem("Reading", "Resolving.", false);
      assertReady("False Paused: Everything waits. The green slot stands at step Filling.");
    }

    @Test
    void aPauseHoldsNothingBackWhereNothingIsToBeDone() {
      situation.held = Problem.waiting("Paused", "Everything waits.");

      assertThat(condition(situation.status(), "Ready")).startsWith("True");
    }

    @Test
    void aReleaseThatIsLiveWaitsForNothing() {
      situation.held = Problem.waiting("Planned", "Release 1.4.2 waits.");

      assertThat(condition(situation.status(), "Ready")).startsWith("True");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DataLoss", "Downgrade", "Contested"})
    void whatNeedsHelpIsStuck(String reason) {
      situation.plan =
          List.of(
              new Blocked(QUEUE, "Planned", "waits.", List.of()),
              new Blocked(QUEUE, "NotRead", "not read.", List.of()),
              new Blocked(QUEUE, reason, "no.", List.of()));

      assertReady("False %s: no.; not read.; waits.".formatted(reason));
      assertUnderWay(true);
    }

    @Test
    void whatIsUnderWayComesBeforeWhatWaits() {
      situation.plan =
          List.of(
              new Blocked(QUEUE, "Planned", "waits.", List.of()),
              new Blocked(QUEUE, "Throttled", "slow down.", List.of()));

      assertReady("False Throttled: slow down.; waits.");
      assertUnderWay(false);
    }
  }

  @Nested
  class Drift {
    private String drifted() {
      return condition(situation.status(), "Drifted");
    }

    @Test
    void isNotSpokenOfBeforeAllWasRead() {
      assertThat(Conditions.find(situation.status().conditions(), "Drifted")).isEmpty();
      assertThat(situation.status().drift()).isNull();
    }

    @Test
    void thereIsNone() {
      situation.drift = new DriftStatus(0, 0, List.of());

      assertThat(drifted())
          .isEqualTo("False AsDeclared: Every live resource is as it was declared.");
      assertThat(situation.status().drift()).isEqualTo(situation.drift);
    }

    @Test
    void thereIsSome() {
      var entry =
          new DriftEntry(
              "SoundBite-staging-Queue", "Queue/Q", "/visibility", "30", null, "then", "Heal");
      situation.drift = new DriftStatus(1, 3, List.of(entry));

      assertThat(drifted()).isEqualTo("True Drifted: Queue/Q /visibility: want 30, have nothing");
    }

    @Test
    void itIsNotKnown() {
      situation.drift = new DriftStatus(0, 2, List.of());

      assertThat(drifted()).isEqualTo("Unknown Unread: 2 resources could not be read.");
      assertThat(condition(situation.status(), "Ready")).startsWith("True");
    }

    @Test
    void whatIsShownIsRemembered() {
      situation.data = List.of("Database/SoundbitesTable");
      situation.shownPlan = new PlanStatus("abc", 1, 0, 0, 0, List.of(), List.of("part"));
      situation.drift = new DriftStatus(0, 0, List.of());
      situation.before = situation.status();
      var stopped =
          new StatusFactory(situation.before, 7, NOON)
              .stopped(new Problem("Unavailable", "STS is away.", false));

      assertThat(situation.before.dataResources()).containsExactly("Database/SoundbitesTable");
      assertThat(situation.before.plan()).isEqualTo(situation.shownPlan);
      assertThat(stopped.dataResources()).containsExactly("Database/SoundbitesTable");
      assertThat(stopped.plan()).isEqualTo(situation.shownPlan);
      assertThat(stopped.drift()).isEqualTo(situation.drift);
      assertThat(condition(stopped, "Drifted")).startsWith("False");
    }
  }

  @Nested
  class Reached {
    private boolean reached(long generation) {
      return new StatusFactory(situation.before, generation, NOON).reached();
    }

    @Test
    void whenThisVeryGenerationWasSynced() {
      assertThat(reached(7)).isFalse();
      situation.before = situation.status();
      assertThat(reached(7)).isTrue();
      assertThat(reached(8)).isFalse();
    }

    @Test
    void notWhileSomethingWaits() {
      block("Planned");
      situation.before = situation.status();

      assertThat(reached(7)).isFalse();
    }
  }
}
