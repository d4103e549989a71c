package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What is changed behind the operator's back: found, said field by field, put right. */
@Tag("realistic")
class DriftIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static OperatorUnderTest operator;

  @BeforeAll
  static void start() {
    operator = new OperatorUnderTest().start();
    operator.ready("drift", "drift", Map.of());
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @Test
  void aChangedKubernetesObjectIsHealedAtOnceAndTold() {
    edit("drift-api-blue", "LOG_LEVEL", "silly");

    configMaps("drift-api-blue")
        .waitUntilCondition(
            it -> "info".equals(it.getData().get("LOG_LEVEL")),
            SOON.toMillis(),
            TimeUnit.MILLISECONDS);
    var found = event("DriftFound", "ConfigMap/api-blue");
    assertThat(found.getMessage())
        .isEqualTo("API/ConfigMap/api-blue /data/LOG_LEVEL: want info, have silly");
    event("DriftHealed", "API/ConfigMap/api-blue");
    assertThat(operator.awaitReady("drift").getStatus().drift().count()).isZero();
  }

  @Test
  void aDeletedKubernetesObjectIsMadeAgain() {
    operator
        .client()
        .services()
        .inNamespace(operator.namespace())
        .withName("drift-api-preview")
        .delete();

    operator
        .client()
        .services()
        .inNamespace(operator.namespace())
        .withName("drift-api-preview")
        .waitUntilCondition(it -> it != null, SOON.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(event("DriftFound", "Service/api-preview").getMessage())
        .isEqualTo("API/Service/api-preview is gone");
    event("DriftHealed", "API/Service/api-preview");
  }

  @Test
  void aChangedAwsResourceIsHealedOnRequest() {
    shorten("10");
    operator.kubectl().requestReconcile("drift");

    assertThat(event("DriftFound", "Queue/SoundbiteQueue").getMessage())
        .isEqualTo("Queue/SoundbiteQueue /visibility: want PT2M10S, have PT10S");
    event("DriftHealed", "Queue/SoundbiteQueue");
    Awaitility.await("SQS shows the write")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(visibility()).isEqualTo("130"));
    assertThat(operator.counted("soundbite.drift.healed", "kind", "SoundbiteQueue")).isEqualTo(1);
    assertThat(drifted(operator.awaitReady("drift"))).isEqualTo("False");
  }

  @Test
  void whatChangedWhileTheOperatorWasDownIsDriftToo() {
    operator.stop();
    operator
        .aws()
        .logs()
        .putRetentionPolicy(it -> it.logGroupName("/soundbite/drift/api").retentionInDays(1));
    edit("drift-processor", "LOG_LEVEL", "silly");
    operator.start();

    event("DriftFound", "API/ApiLogGroup /retentionDays: want 30, have 1");
    event("DriftFound", "/data/LOG_LEVEL: want info, have silly");
    event("DriftHealed", "API/ApiLogGroup");
    operator.awaitReady("drift");
  }

  @Test
  void aChangeOfSpecIsNoDrift() {
    operator.ready("spec", "spec", Map.of());
    operator.kubectl().change("spec", "retentionDays", 60);
    operator.kubectl().change("spec", "logLevel", "debug");
    operator.awaitReady("spec");

    assertThat(operator.events("spec").map(Event::getReason)).doesNotContain("DriftFound");
  }

  @Test
  void whatIsIgnoredIsLeftAsItIs() {
    operator.ready(
        "ignoring",
        "ignoring",
        Map.of(
            "drift",
            Map.of(
                "ignore",
                List.of(
                    Map.of(
                        "resource",
                        "Compute/ProcessorLogGroup",
                        "fields",
                        List.of("/retentionDays")),
                    Map.of(
                        "resource",
                        "API/ConfigMap/api-blue",
                        "fields",
                        List.of("/data/LOG_LEVEL"))))));
    operator
        .aws()
        .logs()
        .putRetentionPolicy(
            it -> it.logGroupName("/soundbite/ignoring/processor").retentionInDays(7));
    edit("ignoring-api-blue", "LOG_LEVEL", "silly");
    edit("ignoring-api-blue", "CORS_ORIGIN", "nowhere");
    var seq = operator.journal().now();
    operator.kubectl().requestReconcile("ignoring");

    operator.awaitEvent("ignoring", "DriftHealed", "API/ConfigMap/api-blue /data/CORS_ORIGIN");
    assertThat(configMaps("ignoring-api-blue").get().getData())
        .containsEntry("LOG_LEVEL", "silly")
        .doesNotContainEntry("CORS_ORIGIN", "nowhere");
    assertThat(operator.awaitReady("ignoring").getStatus().drift().count()).isZero();
    assertThat(operator.journal().writesSince(seq)).isEmpty();
  }

  @Test
  @FollowsAdvice("InvalidIgnoreRule")
  void aRuleThatNamesNothingStopsEverything() {
    operator.ready("mistaken", "mistaken", Map.of());
    ignore("mistaken", "/visibilty");
    operator.kubectl().change("mistaken", "retentionDays", 60);
    var seq = operator.journal().now();

    var stopped =
        operator.await(
            "mistaken",
            it ->
                OperatorUnderTest.condition(it, "Ready")
                    .filter(ready -> ready.getReason().equals("InvalidIgnoreRule"))
                    .isPresent());
    assertThat(OperatorUnderTest.condition(stopped, "Ready").orElseThrow().getMessage())
        .contains("Queue/SoundbiteQueue has no field /visibilty; it has /url, /visibility");
    assertThat(operator.journal().writesSince(seq)).isEmpty();

    ignore("mistaken", "/visibility");
    operator.awaitReady("mistaken");
    assertThat(operator.journal().writesSince(seq)).containsEntry("logs:PutRetentionPolicy", 2);
  }

  private static void ignore(String name, String field) {
    operator
        .kubectl()
        .change(
            name,
            "drift",
            Map.of(
                "ignore",
                List.of(Map.of("resource", "Queue/SoundbiteQueue", "fields", List.of(field)))));
  }

  @Test
  void whoeverKeepsChangingItBackIsNamedAndLeftAlone() {
    operator.ready("rival", "rival", Map.of());
    for (var i = 0; i < 4; i++) {
      configMaps("rival-api-blue")
          .waitUntilCondition(
              it -> "info".equals(it.getData().get("LOG_LEVEL")),
              SOON.toMillis(),
              TimeUnit.MILLISECONDS);
      edit("rival-api-blue", "LOG_LEVEL", "silly");
    }

    var contested =
        operator.await(
            "rival",
            it ->
                OperatorUnderTest.condition(it, "Ready")
                    .filter(ready -> ready.getReason().equals("Contested"))
                    .isPresent());
    assertThat(OperatorUnderTest.condition(contested, "Ready").orElseThrow().getMessage())
        .contains("changed back by somebody-else");
    assertThat(contested.getStatus().drift().resources())
        .singleElement()
        .extracting(DriftEntry::action)
        .isEqualTo("Contested");
    assertThat(configMaps("rival-api-blue").get().getData()).containsEntry("LOG_LEVEL", "silly");
  }

  private static String drifted(SoundBiteEnvironment environment) {
    return OperatorUnderTest.condition(environment, "Drifted").orElseThrow().getStatus();
  }

  private static void shorten(String seconds) {
    operator
        .aws()
        .sqs()
        .setQueueAttributes(
            it ->
                it.queueUrl(queue())
                    .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, seconds)));
  }

  private static String visibility() {
    return operator
        .aws()
        .sqs()
        .getQueueAttributes(
            it -> it.queueUrl(queue()).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
        .attributes()
        .get(QueueAttributeName.VISIBILITY_TIMEOUT);
  }

  private static String queue() {
    return operator
        .aws()
        .sqs()
        .getQueueUrl(it -> it.queueName("SoundBite-drift-SoundbiteQueue"))
        .queueUrl();
  }

  private static Resource<ConfigMap> configMaps(String name) {
    return operator.client().configMaps().inNamespace(operator.namespace()).withName(name);
  }

  private static void edit(String configMap, String key, String value) {
    configMaps(configMap)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("somebody-else")
                .build(),
            "{\"data\": {\"%s\": \"%s\"}}".formatted(key, value));
  }

  /** The Event of that reason whose message holds {@code text}, as soon as there is one. */
  private static Event event(String reason, String text) {
    return operator.awaitEvent("drift", reason, text);
  }
}
