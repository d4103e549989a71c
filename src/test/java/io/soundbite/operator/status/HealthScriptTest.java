package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Step.Blocked;
import io.soundbite.operator.promotion.Ruling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Argo CD makes of every state that the operator reports. */
class HealthScriptTest {
  private static final Key QUEUE = new Key(Stack.QUEUE, "SoundbiteQueue", "SoundBite-staging-Q");
  private static final Map<String, Object> LIVING = Map.of("generation", 7);

  private final Situation situation = new Situation();

  private void assertHealth(String expected) {
    assertThat(HealthScript.judge(LIVING, situation.status())).isEqualTo(expected);
  }

  @Test
  void readyIsHealthy() {
    assertHealth("Healthy Release 1.4.2 is live and every resource is as declared.");
  }

  @Test
  void whatTheOperatorHasNotSeenIsProgressing() throws IOException {
    var untouched = new ObjectMapper().readTree("{\"metadata\": {\"generation\": 1}}");
    assertThat(HealthScript.judge(untouched))
        .isEqualTo("Progressing The operator has not come to this generation yet.");
    assertThat(HealthScript.judge(LIVING, EnvironmentStatus.empty())).startsWith("Progressing");
    assertThat(HealthScript.judge(Map.of("generation", 8), situation.status()))
        .isEqualTo("Progressing The operator has not come to this generation yet.");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aReleaseOnItsWayIsProgressing(Step step) {
    situation.wanted = "staging-2.0.0";
    situation.rollout = Situation.under(step, "2.0.0", Slot.GREEN);
    assertThat(HealthScript.judge(LIVING, situation.status())).startsWith("Progressing RollingOut");
  }

  @Test
  void aShutGateIsSuspended() {
    situation.wanted = "staging-2.0.0";
    situation.gate =
        Optional.of(new Ruling.Shut("Approval", "NotApproved", "Say yes.", Optional.empty()));
    assertHealth("Suspended AwaitingPromotion: Say yes.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Planned", "Paused"})
  void whatWaitsForAYesIsSuspended(String reason) {
    situation.plan = List.of(new Blocked(QUEUE, reason, "no.", List.of()));
    assertHealth("Suspended " + reason + ": no.");
  }

  @Test
  void whatWasRolledBackIsDegraded() {
    situation.wanted = "staging-2.0.0";
    situation.past = List.of(Situation.entry("2.0.0", Slot.GREEN, Outcome.ROLLED_BACK));
    assertThat(HealthScript.judge(LIVING, situation.status())).startsWith("Degraded RolledBack: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NamingConflict", "DataLoss", "Contested", "Downgrade", "Immutable"})
  void whatNeedsHelpIsDegraded(String reason) {
    situation.plan = List.of(new Blocked(QUEUE, reason, "no.", List.of()));
    assertHealth("Degraded " + reason + ": no.");
  }

  @ParameterizedTest
  @CsvSource({"Throttled, Progressing", "Settling, Progressing"})
  void whatPassesIsProgressing(String reason, String health) {
    situation.plan = List.of(new Blocked(QUEUE, reason, "no.", List.of()));
    assertHealth(health + " " + reason + ": no.");
  }

  /** A sync that waits for health ends, and with it the wait for a commit that corrects the tag. */
  @Test
  void anImageThatNobodyPushesIsDegradedInTheEnd() {
    situation.wanted = null;
    situation.missing = new Problem("ImageNotFound", "Push it.", false);
    assertHealth("Progressing ImageNotFound: Push it.");

    situation.before = situation.status();
    situation.now = Situation.NOON.plus(Patience.LATE);
    assertHealth("Degraded ImageNotFound: Push it.");
  }

  @ParameterizedTest
  @CsvSource({"PASSING, Progressing", "WAITING, Suspended", "LASTING, Degraded"})
  void everyOutlookHasItsHealth(Problem.Outlook outlook, String health) {
    situation.surroundings = Optional.of(new Problem("Any", "Some.", outlook));
    assertHealth(health + " Any: Some.");
  }

  @Test
  void theConfigMapHasTheSameScript() throws IOException {
    var map =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("deploy/argocd/argocd-cm.yaml").toFile());
    assertThat(
            map.at("/data")
                .path("resource.customizations.health.soundbite.io_SoundBiteEnvironment")
                .asText())
        .isEqualTo(Files.readString(HealthScript.FILE));
  }
}
