package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/** Staging and production from nothing to Ready, and what changes of their specs cost. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleIT {
  private static OperatorUnderTest operator;

  @BeforeAll
  static void start() {
    operator = new OperatorUnderTest().start();
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @Test
  @Order(1)
  void createsOneEnvironmentWithAtMostNinetyCalls() {
    operator.apply(operator.example("staging"));
    operator.push("staging", "soundbite-staging-api", "1.4.1", "1.4.2");
    operator.awaitReady("staging");

    var calls =
        operator.journal().since(0).stream()
            .filter(call -> !call.name().equals("ecr:PutImage"))
            .toList();
    assertThat(calls).as("%s", Journal.counted(calls)).hasSizeLessThanOrEqualTo(90);
    assertThat(calls.stream().filter(Journal.Call::write)).hasSizeLessThanOrEqualTo(48);
  }

  @Test
  @Order(2)
  void makesTheSameKindsOfResourcesForProduction() {
    operator.apply(operator.example("production"));
    operator.awaitReady("production");

    assertThat(resourcesOf("production")).isEqualTo(resourcesOf("staging"));
    assertThat(resourcesOf("staging")).hasSizeGreaterThan(8);
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
    operator.kubectl().set("staging", "logLevel", "debug");
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
    operator.kubectl().set("staging", "retentionDays", 60);
    operator.awaitReady("staging");

    assertThat(operator.journal().writesSince(seq))
        .containsExactly(Map.entry("logs:PutRetentionPolicy", 2));
    assertThat(versions("staging")).isEqualTo(before);
  }

  @Test
  @Order(6)
  void aTagChangeSwitchesTheSlotsAndTheWayBackTakesImageAndConfiguration() {
    operator.kubectl().set("staging", "image", Map.of("tag", "1.4.2"));
    var switched = operator.awaitReady("staging");
    assertThat(switched.getStatus().release().tag()).isEqualTo("1.4.2");
    assertThat(selected("staging-api")).isEqualTo(switched.getStatus().release().slot().text());

    operator.kubectl().set("staging", "image", Map.of("tag", "1.4.1"));
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
   * Every AWS resource that carries the environment's tags, by kind, as the emulator lists them.
   */
  private Map<String, Integer> resourcesOf(String environment) {
    var counts = new TreeMap<String, Integer>();
    operator
        .aws()
        .tagging()
        .getResourcesPaginator(
            it ->
                it.tagFilters(
                    List.of(TagFilter.builder().key("Environment").values(environment).build())))
        .resourceTagMappingList()
        .forEach(
            it -> {
              var arn = it.resourceARN().split(":", 6);
              counts.merge(arn[2] + ":" + kind(arn[5]), 1, Integer::sum);
            });
    var prefix = "SoundBite-" + environment;
    counts.put(
        "iam:role",
        (int)
            operator.aws().iam().listRoles().roles().stream()
                .filter(it -> it.roleName().startsWith(prefix))
                .count());
    counts.put(
        "logs:metric-filter",
        (int)
            operator.aws().logs().describeMetricFilters().metricFilters().stream()
                .filter(it -> it.logGroupName().startsWith("/soundbite/" + environment + "/"))
                .count());
    counts.put(
        "ecr:repository",
        (int)
            operator.aws().ecr().describeRepositories().repositories().stream()
                .filter(it -> it.repositoryName().equals("soundbite-" + environment + "-api"))
                .count());
    return counts;
  }

  private static String kind(String resource) {
    return resource.contains(":") || resource.contains("/")
        ? resource.split("[:/]")[0]
        : "resource";
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

  /** resourceVersions of the children, but for what their own controllers write. */
  private Map<String, String> versions() {
    return versions("");
  }

  private Map<String, String> versions(String prefix) {
    var client = operator.client();
    var versions = new TreeMap<String, String>();
    var namespace = operator.namespace();
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(it -> put(versions, it, prefix, String.valueOf(it.getMetadata().getGeneration())));
    client
        .configMaps()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(it -> put(versions, it, prefix, it.getMetadata().getResourceVersion()));
    client
        .services()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(it -> put(versions, it, prefix, it.getMetadata().getResourceVersion()));
    client
        .serviceAccounts()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(it -> put(versions, it, prefix, it.getMetadata().getResourceVersion()));
    client
        .network()
        .v1()
        .ingresses()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(it -> put(versions, it, prefix, it.getMetadata().getResourceVersion()));
    client
        .network()
        .v1()
        .networkPolicies()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(it -> put(versions, it, prefix, it.getMetadata().getResourceVersion()));
    client
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(it -> put(versions, it, prefix, String.valueOf(it.getMetadata().getGeneration())));
    client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(
            it ->
                put(
                    versions,
                    it,
                    prefix,
                    it.getMetadata().getManagedFields().stream()
                        .filter(field -> field.getManager().equals("soundbite-operator"))
                        .map(field -> field.getTime())
                        .toList()
                        .toString()));
    return versions;
  }

  private static void put(
      Map<String, String> versions, HasMetadata object, String prefix, String version) {
    if (object.getMetadata().getName().startsWith(prefix)) {
      versions.put(object.getKind() + "/" + object.getMetadata().getName(), version);
    }
  }
}
