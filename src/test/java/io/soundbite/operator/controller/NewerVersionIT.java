package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A custom resource that a newer version wrote is reported and left alone, and stops no other. */
class NewerVersionIT {
  private static final String FIELD = "mesh";
  private static final String CRD = "soundbiteenvironments.soundbite.io";

  private final OperatorUnderTest operator = new OperatorUnderTest();

  @AfterEach
  void close() {
    schema(it -> it.remove(FIELD));
    operator.close();
  }

  @Test
  void itIsReportedAndTheOthersGoOn() {
    operator.start();
    operator.ready("known", "known", Map.of());
    schema(it -> it.put(FIELD, new JSONSchemaPropsBuilder().withType("boolean").build()));
    await("the newer schema")
        .atMost(OperatorUnderTest.PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              operator.kubectl().apply("newer", "newer", Map.of(FIELD, true));
              return operator.environment("newer").get().unreadable().isPresent();
            });

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

  private void schema(Consumer<Map<String, JSONSchemaProps>> change) {
    operator
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(CRD)
        .edit(
            crd -> {
              change.accept(spec(crd));
              return crd;
            });
  }

  private static Map<String, JSONSchemaProps> spec(CustomResourceDefinition crd) {
    var schema = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    return schema.getProperties().get("spec").getProperties();
  }
}
