package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.controller.KubeDeath.Moment;
import io.soundbite.operator.controller.KubeDeath.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Switches, in each of which the operator dies at another write and another takes over, with a
 * verification Job and an overlap. At no moment does the live Service select fewer ready pods than
 * the environment demands.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SwitchIT {
  private static final int DEMANDED = 2;
  private static final String NAME = "production";
  private static final String REPOSITORY = "soundbite-production-api";

  private static OperatorUnderTest operator;
  private static Traffic traffic;
  private static int number;

  @BeforeAll
  static void start() {
    operator = new OperatorUnderTest().start();
    operator.ready(
        NAME,
        "prod",
        Map.of(
            "features",
            List.of("full"),
            "rollout",
            Map.of(
                "scaleDownDelay",
                "30s",
                "overlap",
                "1s",
                "verification",
                Map.of("job", Map.of("command", List.of("check"))))));
    traffic = new Traffic(operator.client(), operator.namespace(), "prod-api");
  }

  @AfterAll
  static void stop() {
    traffic.close();
    operator.close();
  }

  static Stream<Moment> moments() {
    return Stream.of(
        new Moment("release stored", "", Side.AFTER, "controllerrevisions", ""),
        new Moment("Filling recorded", "", Side.AFTER, "status", "Filling"),
        new Moment("slot filled", "Filling", Side.AFTER, "deployments/prod-api", ""),
        new Moment("Job made", "Verifying", Side.AFTER, "jobs", ""),
        new Moment("both selected", "Overlapping", Side.AFTER, "services/prod-api", ""),
        new Moment("Switching recorded", "", Side.AFTER, "status", "Switching"),
        new Moment("before the switch", "Switching", Side.BEFORE, "services/prod-api", ""),
        new Moment("switched", "Switching", Side.AFTER, "services/prod-api", ""),
        new Moment("Warm recorded", "", Side.AFTER, "status", "Warm"));
  }

  @ParameterizedTest
  @MethodSource("moments")
  @Order(1)
  void anotherLeaderEndsWhatThisOneBegan(Moment moment) throws InterruptedException {
    operator.stop();
    var death = new KubeDeath(moment);
    try (var doomed = Sandbox.client(death)) {
      operator.start(doomed);
      release();
      assertThat(death.await(60)).as("died at: %s", moment).isTrue();
      operator.stop();
    }
    operator.start();
    awaitLive();
    traffic.assertNeverFewerThan(DEMANDED);
  }

  @Test
  @Order(2)
  void theAutoscalerMayScaleInTheMiddle() {
    var before = operator.environment(NAME).get().getStatus().release().slot();
    release();
    operator.await(NAME, it -> isAt(it, Step.FILLING));
    scale("prod-api-" + before.text(), 4);
    awaitLive();
    var after = operator.environment(NAME).get().getStatus().release().slot();

    assertThat(replicas("prod-api-" + after.text())).isEqualTo(4);
    traffic.assertNeverFewerThan(DEMANDED);
  }

  @Test
  @Order(3)
  void aSlotThatWentColdIsStartedFirst() {
    var clock = new Leap();
    operator.stop();
    operator.start(clock);
    clock.by(Duration.ofSeconds(31));
    operator.kubectl().look(NAME);
    operator.await(NAME, it -> it.getStatus().rollout() == null);
    release();
    awaitLive();

    traffic.assertNeverFewerThan(DEMANDED);
    assertThat(traffic.switches(DEMANDED)).isGreaterThanOrEqualTo(2 * moments().count());
  }

  private static void release() {
    var tag = "2.0." + ++number;
    operator.image(REPOSITORY, tag);
    operator.kubectl().change(NAME, "image", Map.of("tag", tag));
  }

  private static void awaitLive() {
    operator.await(
        NAME,
        it ->
            OperatorUnderTest.isReady(it)
                && it.getStatus().release().tag().equals("2.0." + number));
  }

  private static boolean isAt(SoundBiteEnvironment environment, Step step) {
    var rollout = environment.getStatus().rollout();
    return rollout != null && rollout.step() == step;
  }

  /** As the autoscaler does. */
  private static void scale(String deployment, int replicas) {
    operator
        .deployment(deployment)
        .scale(
            new ScaleBuilder()
                .withNewMetadata()
                .withName(deployment)
                .withNamespace(operator.namespace())
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .endSpec()
                .build());
  }

  private static int replicas(String deployment) {
    return operator.deployment(deployment).get().getSpec().getReplicas();
  }
}
