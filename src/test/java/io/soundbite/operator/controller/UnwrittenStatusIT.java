package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.Sandbox;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A status that the API server does not take is told where it can be, and stops no healing. */
class UnwrittenStatusIT {
  private static final String POLICY = "no such status here";

  @AutoClose private final OperatorUnderTest operator = new OperatorUnderTest();

  @AutoClose
  private final AdmissionPolicies policies =
      new AdmissionPolicies(Sandbox.client(), operator.namespace());

  @Test
  @FollowsAdvice("StatusNotWritten")
  void conditionsAloneAreWrittenWhereTheyAreTaken() {
    ready("short");
    policies.refuseStatus(operator.environment("short"), "has(object.status.rollout)", POLICY);
    operator.image("soundbite-short-api", "1.4.2");
    operator.kubectl().apply("short", "short", Map.of("image", Map.of("tag", "1.4.2")));

    var refused =
        operator.await(
            "short",
            it ->
                condition(it, "Ready")
                    .filter(ready -> ready.getReason().equals("StatusNotWritten"))
                    .isPresent());

    assertThat(condition(refused, "Ready").orElseThrow().getMessage()).contains(POLICY);
    operator.awaitEvent("short", "StatusNotWritten", POLICY);

    policies.lift();
    operator.kubectl().requestReconcile("short");

    assertThat(operator.awaitReady("short").getStatus().release().tag()).isEqualTo("1.4.2");
  }

  @Test
  void eventTellsWhereNoConditionIsTaken() {
    ready("silent");
    policies.refuseStatus(operator.environment("silent"), "true", POLICY);
    var before = operator.environment("silent").get().getStatus();
    operator.kubectl().change("silent", "retentionDays", 60);

    operator.awaitEvent("silent", "StatusNotWritten", POLICY);
    changeConfigMap("silent-api-blue");

    await("the heal")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> level("silent-api-blue").equals("info"));
    assertThat(operator.environment("silent").get().getStatus()).isEqualTo(before);

    policies.lift();
    operator.kubectl().requestReconcile("silent");

    operator.awaitReady("silent");
  }

  private void ready(String name) {
    operator.start();
    operator.ready(name, name, Map.of());
  }

  private void changeConfigMap(String name) {
    operator
        .client()
        .configMaps()
        .inNamespace(operator.namespace())
        .withName(name)
        .edit(it -> new ConfigMapBuilder(it).addToData("LOG_LEVEL", "silly").build());
  }

  private String level(String name) {
    return operator
        .client()
        .configMaps()
        .inNamespace(operator.namespace())
        .withName(name)
        .get()
        .getData()
        .get("LOG_LEVEL");
  }
}
