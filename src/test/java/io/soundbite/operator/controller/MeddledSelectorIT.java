package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Somebody changes by hand which slot the live Service selects: drift, also while a release moves.
 */
class MeddledSelectorIT {
  private static final int DEMANDED = 2;
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String SLOT = "soundbite.io/slot";

  @AutoClose private final OperatorUnderTest operator = new OperatorUnderTest().start();
  @AutoClose private Traffic traffic;

  /** 2 is live, and 1.4.1 is warm. */
  @BeforeEach
  void switchOnce() {
    operator.ready("meddled", "meddled", Map.of("features", List.of("full")));
    operator.push("meddled", "soundbite-meddled-api", "2", "3-unready");
    traffic = new Traffic(operator.client(), operator.namespace(), "meddled-api");
    deploy("2");
    operator.await(
        "meddled",
        it -> OperatorUnderTest.isReady(it) && it.getStatus().release().tag().equals("2"));
  }

  @Test
  void theWarmSlotServesUntilItIsPutRight() {
    var live = status().release().slot();
    assertThat(status().rollout().step()).isEqualTo(Step.WARM);

    select(live.other().text());

    assertHealed(live, live.other().text());
    traffic.assertNeverFewerThan(DEMANDED);
    assertThat(traffic.switches(DEMANDED)).as("of 2, away and back").isEqualTo(3);
  }

  @Test
  void whatNoPodHasIsPutRight() {
    var live = status().release().slot();

    select("purple");

    assertHealed(live, "purple");
  }

  @Test
  void aSlotThatIsBeingFilledIsNotSwitchedToByIt() {
    var live = status().release().slot();
    deploy("3-unready");
    operator.await("meddled", it -> Promoting.condition(it, "Ready").contains("NotReady"));

    select(live.other().text());

    assertHealed(live, live.other().text());
    assertThat(status().rollout().step()).isEqualTo(Step.FILLING);
    assertThat(status().rollout().to()).isEqualTo(live.other());
    assertThat(status().release().tag()).isEqualTo("2");
  }

  private void assertHealed(Slot live, String have) {
    service()
        .waitUntilCondition(
            it -> live.text().equals(it.getSpec().getSelector().get(SLOT)),
            SOON.toMillis(),
            TimeUnit.MILLISECONDS);
    var what =
        "API/Service/api /spec/selector/soundbite.io~1slot: want %s, have %s"
            .formatted(live.text(), have);
    operator.awaitEvent("meddled", "DriftFound", what);
    operator.awaitEvent("meddled", "DriftHealed", "API/Service/api");
    assertThat(status().release().slot()).isEqualTo(live);
  }

  private EnvironmentStatus status() {
    return operator.environment("meddled").get().getStatus();
  }

  private void deploy(String tag) {
    operator.kubectl().change("meddled", "image", Map.of("tag", tag));
  }

  private void select(String slot) {
    service()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"selector\":{\"%s\":\"%s\"}}}".formatted(SLOT, slot));
  }

  private Resource<Service> service() {
    return operator.client().services().inNamespace(operator.namespace()).withName("meddled-api");
  }
}
