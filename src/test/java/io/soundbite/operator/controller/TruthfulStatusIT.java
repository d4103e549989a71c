package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What status says when it can't be as it should, and afterwards. */
class TruthfulStatusIT {
  private static final String NAME = "truthful";
  private static final PatchContext RESTORED =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("velero-server")
          .withForce(true)
          .build();

  private final OperatorUnderTest operator = new OperatorUnderTest();

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  void quotaOfStoredReleasesIsToldAndNothingElseStops() {
    operator.start();
    operator.ready(NAME, NAME, Map.of());
    var quota =
        operator
            .client()
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withName("few")
                    .withNamespace(operator.namespace())
                    .endMetadata()
                    .withNewSpec()
                    .withHard(Map.of("count/controllerrevisions.apps", new Quantity("0")))
                    .endSpec()
                    .build());
    quota.create();
    operator.image("soundbite-truthful-api", "1.4.2");
    operator.kubectl().apply(NAME, NAME, Map.of("image", Map.of("tag", "1.4.2")));

    var refused = operator.await(NAME, it -> ready(it).getReason().equals("QuotaExceeded"));

    assertThat(ready(refused).getStatus()).isEqualTo("False");
    assertThat(ready(refused).getMessage()).contains("can't be stored", "exceeded quota: few");
    assertThat(ready(refused).getObservedGeneration())
        .isEqualTo(refused.getMetadata().getGeneration());
    assertThat(OperatorUnderTest.is(refused, "Available", "True")).isTrue();
    operator.awaitEvent(NAME, "QuotaExceeded", "exceeded quota: few");

    quota.delete();

    var live = operator.await(NAME, OperatorUnderTest::isReady);
    assertThat(live.getStatus().release().tag()).isEqualTo("1.4.2");
  }

  /** A backup tool that restored the object owns all of its status, and did not have all of it. */
  @Test
  void replacesWhatAnotherManagerOwnsOfTheStatus() {
    operator.start();
    var status = operator.ready(NAME, NAME, Map.of()).getStatus();
    var restored =
        Map.of(
            "apiVersion",
            "soundbite.io/v1alpha1",
            "kind",
            "SoundBiteEnvironment",
            "metadata",
            Map.of("name", NAME),
            "status",
            Map.of(
                "image",
                Map.of("repository", status.image().repository()),
                "redrive",
                Map.of("rounds", 3, "messages", 5),
                "rollout",
                Map.of("step", "Switching", "to", "green", "revision", "of-another-time"),
                "rejected",
                List.of(Map.of("tag", "1.4.1"))));
    operator
        .environment(NAME)
        .subresource("status")
        .patch(RESTORED, operator.client().getKubernetesSerialization().asJson(restored));

    operator.kubectl().requestReconcile(NAME);
    Awaitility.await("what the operator never wrote is gone")
        .atMost(OperatorUnderTest.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stored())
                    .doesNotContainKeys("rollout", "redrive")
                    .containsEntry("rejected", List.of()));
    var written = operator.awaitReady(NAME).getStatus();
    assertThat(written.image()).isEqualTo(status.image());
    assertThat(written.release()).isEqualTo(status.release());

    operator.image("soundbite-truthful-api", "1.4.2");
    operator.kubectl().apply(NAME, NAME, Map.of("image", Map.of("tag", "1.4.2")));
    operator.await(
        NAME,
        it -> OperatorUnderTest.isReady(it) && "1.4.2".equals(it.getStatus().release().tag()));
  }

  /** The status as the API server has it. */
  private Map<String, Object> stored() {
    Map<String, Object> status =
        operator
            .client()
            .genericKubernetesResources("soundbite.io/v1alpha1", "SoundBiteEnvironment")
            .inNamespace(operator.namespace())
            .withName(NAME)
            .get()
            .get("status");
    return status;
  }

  private static Condition ready(SoundBiteEnvironment environment) {
    return condition(environment, "Ready").orElseThrow();
  }
}
