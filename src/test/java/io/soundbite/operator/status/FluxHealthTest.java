package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.LastHandled;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Step.Blocked;
import io.soundbite.operator.promotion.Ruling;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Flux makes of every state that the operator reports, by the expressions we document. */
class FluxHealthTest {
  private static final Key QUEUE = new Key(Stack.QUEUE, "SoundbiteQueue", "SoundBite-staging-Q");
  private static final long GENERATION = 7;

  private final FluxHealth flux = new FluxHealth();
  private final Situation situation = new Situation();

  private void assertHealth(String expected) {
    assertThat(flux.judge(GENERATION, situation.status())).isEqualTo(expected);
  }

  @Test
  void readyIsCurrent() {
    assertHealth("Current");
  }

  @Test
  void anEarlierGenerationIsInProgress() {
    assertThat(flux.judge(GENERATION + 1, situation.status())).isEqualTo("InProgress");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aReleaseOnItsWayIsInProgress(Step step) {
    situation.wanted = "staging-2.0.0";
    situation.rollout = Situation.under(step, "2.0.0", Slot.GREEN);
    assertHealth("InProgress");
  }

  /** A soak of a day must not fail a Kustomization that waits for fifteen minutes. */
  @ParameterizedTest
  @ValueSource(strings = {"Soaking", "NotApproved", "Frozen", "NotVerified"})
  void aShutGateIsCurrentWhileSomethingServes(String reason) {
    situation.wanted = "staging-2.0.0";
    situation.gate = Optional.of(new Ruling.Shut("Gate", reason, "Wait.", Optional.empty()));
    assertHealth("Current");
  }

  @Test
  void aShutGateIsInProgressWhileNothingServes() {
    situation.live = null;
    situation.wanted = "staging-2.0.0";
    situation.selected = Set.of();
    situation.gate = Optional.of(new Ruling.Shut("Gate", "Soaking", "Wait.", Optional.empty()));
    assertHealth("InProgress");
  }

  @Test
  void noReadyPodsIsNotCurrent() {
    situation.ready = 0;
    assertThat(flux.judge(GENERATION, situation.status())).isNotEqualTo("Current");
  }

  @Test
  void whatWasRolledBackIsFailed() {
    situation.wanted = "staging-2.0.0";
    situation.past = List.of(Situation.entry("2.0.0", Slot.GREEN, Outcome.ROLLED_BACK));
    assertHealth("Failed");
  }

  @ParameterizedTest
  @CsvSource({
    "Planned, Current",
    "Paused, Current",
    "NamingConflict, Failed",
    "DataLoss, Failed",
    "Contested, Failed",
    "Downgrade, Failed",
    "Immutable, Failed",
    "Throttled, InProgress",
    "Settling, InProgress"
  })
  void whatIsInTheWay(String reason, String health) {
    situation.plan = List.of(new Blocked(QUEUE, reason, "no.", List.of()));
    assertHealth(health);
  }

  @ParameterizedTest
  @CsvSource({"PASSING, InProgress", "WAITING, Current", "LASTING, Failed"})
  void everyOutlookHasItsHealth(Problem.Outlook outlook, String health) {
    situation.surroundings = Optional.of(new Problem("Any", "Some.", outlook));
    assertHealth(health);
  }

  @ParameterizedTest
  @CsvSource({"false, InProgress", "true, Failed"})
  void aDeletionIsInProgressUntilItNeedsHelp(boolean lasting, String health) {
    var status =
        new StatusFactory(situation.status(), GENERATION, Situation.NOON)
            .terminating(new Problem("HoldsData", "Empty it.", lasting), LastHandled.none());
    assertThat(flux.judge(GENERATION, status)).isEqualTo(health);
  }
}
