package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A custom resource that a newer version wrote is reported and left alone, and stops no other. It
 * runs when no other test does: the API server ends the watches of all of them when the CRD
 * changes.
 */
@Tag("packaged")
class NewerVersionIT {
  private static final String FIELD = "mesh";
  private static final String CRD = "soundbiteenvironments.soundbite.io";

  private final OperatorUnderTest operator = new OperatorUnderTest();

  @AfterEach
  void close() {
    schema("remove", "");
    operator.close();
  }

  @Test
  @FollowsAdvice("Unreadable")
  void itIsReportedAndTheOthersGoOn() {
    operator.start();
    operator.ready("known", "known", Map.of());
    schema("add", ",\"value\":{\"type\":\"boolean\"}");
    await("the newer schema")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> operator.kubectl().isKnown("newer", "newer", Map.of(FIELD, true)));
    operator.kubectl().apply("newer", "newer", Map.of(FIELD, true));

    var newer = operator.await("newer", NewerVersionIT::isUnreadable);

    assertThat(condition(newer, "Ready").orElseThrow().getMessage())
        .contains("/spec/mesh: unknown field", "Upgrade the operator");
    operator.awaitEvent("newer", "Unreadable", "/spec/mesh");
    assertHeals();

    operator.stop();
    operator.start();

    assertHeals();
    assertThat(operator.environment("newer").get()).matches(NewerVersionIT::isUnreadable);
    assertThat(operator.resources().byName().keySet()).noneMatch(it -> it.contains("newer"));

    operator.kubectl().apply("newer", "newer", Map.of());
    operator.push("newer", "soundbite-newer-api", "1.4.1");
    operator.awaitReady("newer");
  }

  private void assertHeals() {
    var deployment = operator.deployment("known-api-blue");
    var before = deployment.get().getMetadata().getUid();
    deployment.delete();
    await("a heal")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(
            () -> {
              var now = deployment.get();
              return now != null && !now.getMetadata().getUid().equals(before);
            });
  }

  private static boolean isUnreadable(SoundBiteEnvironment environment) {
    return condition(environment, "Ready")
        .filter(it -> it.getReason().equals("Unreadable") && it.getStatus().equals("False"))
        .isPresent();
  }

  /**
   * Changes the schema as {@code kubectl patch} does: without a resource version, since the API
   * server writes the status of a CRD at the same time.
   */
  private void schema(String operation, String value) {
    operator
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(CRD)
        .patch(
            PatchContext.of(PatchType.JSON),
            """
            [{"op":"%s","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/%s"%s}]
            """
                .formatted(operation, FIELD, value));
  }
}
