package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Staging and production from nothing to Ready, and what changes of their specs cost. */
@Tag("realistic")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleIT {
  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start();

  @Test
  @Order(1)
  void createsOneEnvironmentInFewCalls() {
    operator.apply(operator.example("staging"));
    operator.push("staging", "soundbite-staging-api", "1.4.1", "1.4.2");
    operator.awaitReady("staging");

    var calls =
        operator.journal().since(0).stream()
            .filter(call -> !call.name().equals("ecr:PutImage"))
            .toList();
    assertThat(calls)
        .as("%s", Journal.counted(calls))
        .hasSizeLessThanOrEqualTo(AwsProfile.current().calls(90, 130));
    assertThat(calls.stream().filter(Journal.Call::write)).hasSizeLessThanOrEqualTo(48);
  }

  @Test
  @Order(2)
  void makesTheSameKindsOfResourcesForProduction() {
    operator.apply(operator.example("production"));
    operator.awaitReady("production");
    operator.awaitTagged("staging", "soundbite-staging-api");
    operator.awaitTagged("production", "soundbite-staging-api");

    assertThat(resourcesOf("production")).isEqualTo(resourcesOf("staging"));
    assertThat(resourcesOf("staging")).hasSize(10);
  }

  @Test
  @Order(3)
  void writesNothingWhenNothingChanged() {
    var seq = operator.journal().now();
    var versions = versions();
    for (var i = 0; i < 3; i++) {
      resync("staging");
      resync("production");
    }
    assertThat(operator.journal().writesSince(seq)).isEmpty();
    assertThat(versions()).isEqualTo(versions);
  }

  @Test
  @Order(4)
  void changingTheLogLevelRollsOneSlotAndWritesNothingToAws() {
    var seq = operator.journal().now();
    var production = versions("prod");
    operator.kubectl().change("staging", "logLevel", "debug");
    var staging = operator.awaitReady("staging");

    assertThat(staging.getStatus().release().slot().text()).isEqualTo("green");
    assertThat(configMap("staging-api-green")).containsEntry("LOG_LEVEL", "debug");
    assertThat(configMap("staging-api-blue")).containsEntry("LOG_LEVEL", "info");
    assertThat(operator.journal().writesSince(seq)).isEmpty();
    assertThat(versions("prod")).isEqualTo(production);
  }

  @Test
  @Order(5)
  void lengtheningRetentionWritesExactlyTheLogRetention() {
    var seq = operator.journal().now();
    var before = versions("staging");
    operator.kubectl().change("staging", "retentionDays", 60);
    operator.awaitReady("staging");

    assertThat(operator.journal().writesSince(seq))
        .containsExactly(Map.entry("logs:PutRetentionPolicy", 2));
    assertThat(versions("staging")).isEqualTo(before);
  }

  @Test
  @Order(6)
  void aTagChangeSwitchesTheSlotsAndTheWayBackTakesImageAndConfiguration() {
    operator.kubectl().change("staging", "image", Map.of("tag", "1.4.2"));
    var switched = operator.awaitReady("staging");
    assertThat(switched.getStatus().release().tag()).isEqualTo("1.4.2");
    assertThat(selected("staging-api")).isEqualTo(switched.getStatus().release().slot().text());

    operator.kubectl().change("staging", "image", Map.of("tag", "1.4.1"));
    var back = operator.awaitReady("staging");
    assertThat(back.getStatus().release().tag()).isEqualTo("1.4.1");
    assertThat(back.getStatus().release().slot())
        .isNotEqualTo(switched.getStatus().release().slot());
    assertThat(back.getStatus().history()).hasSize(4);
  }

  @Test
  @Order(7)
  void healsADeletedChild() {
    operator
        .client()
        .configMaps()
        .inNamespace(operator.namespace())
        .withName("prod-api-blue")
        .delete();
    operator.client().services().inNamespace(operator.namespace()).withName("prod-api").delete();
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(
            () ->
                configMap("prod-api-blue").containsKey("LOG_LEVEL")
                    && selected("prod-api") != null);
  }

  private void resync(String name) {
    var stamp = operator.kubectl().requestReconcile(name);
    operator.await(
        name,
        it ->
            it.getStatus().lastHandled() != null
                && stamp.equals(it.getStatus().lastHandled().reconcileRequestedAt()));
    operator.awaitReady(name);
  }

  /**
   * How many AWS resources an environment has, by kind: those it owns, and their metric filters.
   */
  private static Map<String, Long> resourcesOf(String environment) {
    var all = operator.resources();
    var owner = "owner=" + operator.owner(environment);
    return Stream.concat(
            all.owners().entrySet().stream()
                .filter(it -> it.getValue().equals(owner))
                .map(Map.Entry::getKey),
            all.of(environment).byName().keySet().stream()
                .filter(it -> it.startsWith("metric-filter ")))
        .collect(Collectors.groupingBy(it -> it.split(" ", 2)[0], Collectors.counting()));
  }

  private Map<String, String> configMap(String name) {
    var map = operator.client().configMaps().inNamespace(operator.namespace()).withName(name).get();
    return map == null ? Map.of() : map.getData();
  }

  private String selected(String service) {
    var found =
        operator.client().services().inNamespace(operator.namespace()).withName(service).get();
    return found == null ? null : found.getSpec().getSelector().get("soundbite.io/slot");
  }

  private static Map<String, String> versions() {
    return versions("");
  }

  /** Of the children whose names begin so. */
  private static Map<String, String> versions(String prefix) {
    return new ChildVersions(operator.client(), operator.namespace()).of(prefix);
  }
}
