package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static io.soundbite.operator.controller.OperatorUnderTest.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.StackStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;

/** AWS throttles, fails, refuses, is away: what runs keeps running, and the rest is caught up. */
class FaultsIT {
  private static final Duration STUBBORN = Duration.ofMinutes(5);

  /** Of what is refused, before it counts as lasting. */
  private static final int TRIES = 4;

  private static final Duration AT_ONCE = Duration.ofSeconds(5);
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
  private static final Duration A_MOMENT = Duration.ofSeconds(4);

  private final Forwarder aws = new Forwarder(Sandbox.endpoint());
  private final OperatorUnderTest operator = new OperatorUnderTest(aws.endpoint());

  @AfterEach
  void stop() throws IOException {
    operator.journal().endFaults();
    operator.close();
    aws.close();
  }

  @ParameterizedTest
  @CsvSource({"ThrottlingException, 503", "InternalFailure, 500"})
  void bothBecomeReadyThoughManyCallsFail(String code, int status) {
    operator.journal().fault(Map.of("code", code, "status", status, "rate", 0.3));
    operator.start();
    operator.apply(operator.example("staging"));
    operator.apply(operator.example("production"));
    push();

    ready("staging");
    ready("production");

    assertThat(operator.journal().since(0).stream().filter(Journal.Call::injected))
        .as("calls that failed")
        .hasSizeGreaterThan(30);
  }

  /** For a minute: one half nothing listens, the other half nothing answers. */
  @Test
  void whatRunsIsHealedWhileAwsIsAwayAndTheRestIsCaughtUp() throws IOException {
    made();
    var seq = operator.journal().now();
    aws.refuse();
    operator.apply(operator.example("production"));
    operator.kubectl().change("staging", "retentionDays", 60);
    healsFor(HALF_A_MINUTE, "Connection refused");
    assertThat(operator.journal().since(seq)).as("calls that got through").isEmpty();

    operator.journal().fault(Map.of("hang", true));
    aws.forward();
    healsFor(HALF_A_MINUTE, "Read timed out");
    operator.journal().endFaults();

    ready("staging");
    ready("production");
  }

  @Test
  @FollowsAdvice("AccessDenied")
  void reportsADeniedCallWithoutHammeringAndGoesOnWithTheRest() {
    operator
        .journal()
        .fault(Map.of("service", "sqs", "operation", "CreateQueue", "code", "AccessDenied"));
    operator.start();
    operator.apply(operator.example("staging"));

    var denied = operator.await("staging", it -> reason(it).equals("AccessDenied"));
    assertThat(condition(denied, "Ready").orElseThrow().getMessage())
        .contains("sqs:CreateQueue", "SoundBite-staging-SoundbiteDLQ");
    var others = List.of("Database", "Storage", "Compute", "API");
    operator.await("staging", it -> others.stream().allMatch(stack -> complete(it, stack)));
    operator.await("staging", it -> is(it, "Stalled", "True"));
    assertThat(denials()).as("tries in half a minute").isLessThanOrEqualTo(TRIES);
    await().during(Duration.ofSeconds(10)).atMost(HALF_A_MINUTE).until(() -> denials() <= TRIES);

    operator.journal().endFaults();
    operator.kubectl().requestReconcile("staging");
    push();
    ready("staging");
  }

  @Test
  void whatIsKnownNeedsNoAccountLookupAtTheStart() {
    made();
    operator.stop();
    operator.journal().fault(Map.of("service", "sts", "hang", true));
    operator.start();

    healsConfiguration();
    operator.kubectl().change("staging", "logLevel", "debug");
    assertThat(operator.awaitReady("staging").getStatus().release().slot().text())
        .isEqualTo("green");
  }

  @Test
  void whatCannotBeReadIsNeitherGoneNorMadeAgain() {
    made();
    var seq = operator.journal().now();
    operator.journal().fault(Map.of("write", false, "code", "ThrottlingException", "status", 503));
    operator.kubectl().requestReconcile("staging");

    var unread = operator.await("staging", it -> is(it, "Synced", "False"));
    assertThat(condition(unread, "Synced").orElseThrow().getReason()).isEqualTo("Throttled");
    assertThat(is(unread, "Available", "True")).isTrue();
    healsConfiguration();
    operator.journal().endFaults();

    ready("staging");
    assertThat(operator.journal().writesSince(seq)).isEmpty();
  }

  /** Staging, Ready. */
  private void made() {
    operator.start();
    operator.apply(operator.example("staging"));
    push();
    ready("staging");
  }

  /** The image, as soon as its repository is there and takes it. */
  private void push() {
    patiently()
        .ignoreExceptionsInstanceOf(SdkException.class)
        .untilAsserted(() -> operator.image("soundbite-staging-api", "1.4.1"));
  }

  private void ready(String name) {
    patiently()
        .untilAsserted(
            () ->
                assertThat(operator.environment(name).get())
                    .matches(OperatorUnderTest::isReady, "is Ready"));
  }

  private static ConditionFactory patiently() {
    return await().atMost(STUBBORN).pollInterval(Duration.ofMillis(200));
  }

  /** Staging breaks and is mended again and again, and serves; production says what is wrong. */
  private void healsFor(Duration time, String wrong) {
    var end = Instant.now().plus(time);
    healsSize();
    healsConfiguration();
    while (Instant.now().isBefore(end)) {
      healsAddition();
      await()
          .during(A_MOMENT)
          .atMost(A_MOMENT.multipliedBy(2))
          .until(() -> servesButIsNotReady(operator.environment("staging").get()));
    }
    assertThat(condition(operator.environment("production").get(), "Synced"))
        .hasValueSatisfying(it -> assertThat(it.getMessage()).contains(wrong));
  }

  private static boolean servesButIsNotReady(SoundBiteEnvironment environment) {
    return condition(environment, "Available")
            .filter(it -> it.getStatus().equals("True"))
            .isPresent()
        && !is(environment, "Ready", "True");
  }

  /** Once: what is deleted again and again is contested. */
  private void healsConfiguration() {
    heals(Resource::delete);
  }

  /** Another field each time: one that is changed again and again would be contested. */
  private void healsAddition() {
    heals(map -> map.edit(it -> added(it, "ADDED_" + System.nanoTime())));
  }

  private static ConfigMap added(ConfigMap map, String key) {
    return new ConfigMapBuilder(map).addToData(key, "by hand").build();
  }

  private void heals(Consumer<Resource<ConfigMap>> hands) {
    var map =
        operator
            .client()
            .configMaps()
            .inNamespace(operator.namespace())
            .withName("staging-api-blue");
    var before = map.get().getData();
    hands.accept(map);
    await()
        .atMost(AT_ONCE)
        .untilAsserted(
            () ->
                assertThat(map.get())
                    .isNotNull()
                    .satisfies(it -> assertThat(it.getData()).isEqualTo(before)));
  }

  /** The idle slot's: the live one's size is the autoscaler's to change. */
  private void healsSize() {
    var idle = operator.deployment("staging-api-green");
    idle.scale(3);
    await().atMost(AT_ONCE).until(() -> idle.get().getSpec().getReplicas() == 0);
  }

  private long denials() {
    return operator.journal().since(0).stream().filter(Journal.Call::injected).count();
  }

  private static String reason(SoundBiteEnvironment environment) {
    return condition(environment, "Ready").map(it -> it.getReason()).orElse("");
  }

  private static boolean complete(SoundBiteEnvironment environment, String stack) {
    return environment.getStatus().stacks().stream()
        .filter(it -> it.name().equals("SoundBite-staging-" + stack))
        .anyMatch(FaultsIT::complete);
  }

  private static boolean complete(StackStatus stack) {
    return stack.resources() > 0 && stack.ready().equals(stack.resources());
  }
}
