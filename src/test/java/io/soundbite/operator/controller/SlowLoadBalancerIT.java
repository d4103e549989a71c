package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A load balancer that takes five seconds to send requests to a new pod has always a healthy target
 * over releases and rollbacks with an overlap, and none for a while without one.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlowLoadBalancerIT {
  private static final String NAME = "production";
  private static final String REPOSITORY = "soundbite-production-api";
  private static final Duration REGISTRATION = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static OperatorUnderTest operator;
  private static TargetGroup targets;

  @BeforeAll
  static void start() {
    operator = new OperatorUnderTest().start();
    operator.ready(NAME, "prod", Map.of("rollout", rollout("9s")));
    targets = new TargetGroup(operator.client(), operator.namespace(), "prod-api", REGISTRATION);
    awaitHealthy();
  }

  @AfterAll
  static void stop() {
    targets.close();
    operator.close();
  }

  @Test
  @Order(1)
  void aReleaseAndTheWayBackAlwaysHaveAHealthyTarget() {
    var before = operator.environment(NAME).get().getStatus().release().tag();
    push("3.0.1");
    ask("3.0.1");
    awaitLive("3.0.1");
    awaitHealthy();
    ask(before);
    awaitLive(before);
    awaitHealthy();

    assertThat(targets.outages()).isZero();
  }

  /** What the default is for: the test above would not tell otherwise. */
  @Test
  @Order(2)
  void withoutAnOverlapThereIsNoneForAWhile() {
    operator.kubectl().change(NAME, "rollout", rollout("0s"));
    push("3.0.2");
    ask("3.0.2");
    awaitLive("3.0.2");
    awaitHealthy();

    assertThat(targets.outages()).isEqualTo(1);
  }

  private static Map<String, Object> rollout(String overlap) {
    return Map.of("scaleDownDelay", "30s", "overlap", overlap);
  }

  private static void push(String tag) {
    operator.image(REPOSITORY, tag);
  }

  private static void ask(String tag) {
    operator.kubectl().change(NAME, "image", Map.of("tag", tag));
  }

  private static void awaitLive(String tag) {
    operator.await(NAME, it -> isLive(it, tag));
  }

  private static boolean isLive(SoundBiteEnvironment environment, String tag) {
    return OperatorUnderTest.isReady(environment)
        && environment.getStatus().release().tag().equals(tag);
  }

  private static void awaitHealthy() {
    Awaitility.await("a healthy target").atMost(PATIENCE).until(() -> targets.healthy() > 0);
  }
}
