package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.ConfigurationDifference;
import io.soundbite.operator.api.v1alpha1.ParityDifference;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Production says of staging, which it is promoted from, whether the two are alike. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ParityIT {
  private static OperatorUnderTest operator;

  @BeforeAll
  static void start() {
    operator = new OperatorUnderTest().start();
    operator.apply(operator.example("staging"));
    operator.push("staging", "soundbite-staging-api", "1.4.1");
    operator.awaitReady("staging");
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @Test
  @Order(1)
  void bothReadyAreIdenticalInfrastructureAndDifferInConfiguration() {
    operator.apply(operator.example("production"));
    operator.awaitReady("production");
    var parity = awaitParity("True", "Identical").getStatus().parity();

    assertThat(parity.with()).isEqualTo(operator.namespace() + "/staging");
    assertThat(parity.equal()).isTrue();
    assertThat(parity.differences()).isEmpty();
    assertThat(parity.configuration())
        .contains(
            new ConfigurationDifference("/logLevel", "warn", "info"),
            new ConfigurationDifference("/retentionDays", "90", "30"),
            new ConfigurationDifference(
                "/features", "[backup, full, monitoring, scaling]", "[basic, monitoring, testing]"))
        .extracting(ConfigurationDifference::field)
        .doesNotContain("/promotion/from/name");
  }

  @Test
  @Order(2)
  void anEnvironmentThatNamesNoneSaysOnlyWhichBlueprintItHas() {
    var staging = operator.environment("staging").get();

    assertThat(OperatorUnderTest.condition(staging, "Parity")).isEmpty();
    assertThat(staging.getStatus().parity().with()).isNull();
    assertThat(staging.getStatus().parity().shapeHash())
        .isEqualTo(operator.environment("production").get().getStatus().parity().shapeHash());
  }

  @Test
  @Order(3)
  void aChangeOfStagingsSpecIsListedInProductionAtOnce() {
    operator.kubectl().change("staging", "logLevel", "debug");

    operator.await(
        "production",
        it ->
            it.getStatus()
                .parity()
                .configuration()
                .contains(new ConfigurationDifference("/logLevel", "warn", "debug")));
    operator.awaitReady("staging");
    awaitParity("True", "Identical");
  }

  @Test
  @Order(4)
  @FollowsAdvice("Different")
  void aChangeMadeByHandIsCaughtAndOnlyThat() {
    operator.kubectl().change("staging", "drift", Map.of("policy", "Plan"));
    operator.awaitReady("staging");
    operator
        .aws()
        .logs()
        .putRetentionPolicy(it -> it.logGroupName("/soundbite/staging/api").retentionInDays(7));
    operator.kubectl().requestReconcile("staging");

    var parity = awaitParity("False", "Different").getStatus().parity();
    assertThat(parity.equal()).isFalse();
    assertThat(parity.differences())
        .containsExactly(
            new ParityDifference(
                operator.namespace() + "/staging", "API/ApiLogGroup", "/retentionDays", "30", "7"));

    operator.kubectl().change("staging", "drift", Map.of("policy", "Heal"));
    awaitParity("True", "Identical");
  }

  @Test
  @Order(5)
  void aRingOfTwoComesToRest() {
    operator.kubectl().change("staging", "promotion", from("production"));
    operator.await("staging", it -> is(it, "True", "Identical"));
    awaitParity("True", "Identical");
    // What held Ready for long enough is recorded, once.
    operator.await("staging", it -> OperatorUnderTest.is(it, "Verified", "True"));
    operator.await("production", it -> OperatorUnderTest.is(it, "Verified", "True"));
    var before = versions();

    Awaitility.await("nobody wakes anybody")
        .during(Duration.ofSeconds(5))
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> versions().equals(before));

    operator.kubectl().change("staging", "promotion", Collections.singletonMap("from", null));
    operator.await("staging", it -> OperatorUnderTest.condition(it, "Parity").isEmpty());
  }

  @Test
  @Order(6)
  void aSourceThatIsDeletedIsMissedAndFoundAgain() {
    operator.kubectl().delete("staging");
    operator.kubectl().awaitGone("staging");
    var missing = awaitParity("False", "SourceMissing").getStatus().parity();

    assertThat(missing.equal()).isNull();
    assertThat(missing.configuration()).isEmpty();

    operator.apply(operator.example("staging"));
    operator.awaitReady("staging");
    awaitParity("True", "Identical");
  }

  private static SoundBiteEnvironment awaitParity(String status, String reason) {
    return operator.await("production", it -> is(it, status, reason));
  }

  private static boolean is(SoundBiteEnvironment environment, String status, String reason) {
    return OperatorUnderTest.is(environment, "Parity", status)
        && OperatorUnderTest.condition(environment, "Parity")
            .filter(it -> it.getReason().equals(reason))
            .isPresent();
  }

  private static List<String> versions() {
    return List.of("staging", "production").stream()
        .map(it -> operator.environment(it).get().getMetadata().getResourceVersion())
        .toList();
  }

  private static Map<String, Object> from(String name) {
    return Map.of("from", Map.of("name", name));
  }
}
