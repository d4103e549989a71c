package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Labels;
import io.soundbite.operator.kube.KubeKinds;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Objects of an environment's names that have no owner, as {@code --cascade=orphan} leaves them.
 */
class OrphanedIT {
  private static final String NAME = "left";

  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start();

  @Test
  void areNobodysUntilTheyAreHandedOver() {
    operator.ready(NAME, NAME, Map.of());
    orphan();
    var left = deployment();

    operator.kubectl().apply(NAME, NAME, Map.of());
    var refused = operator.await(NAME, OrphanedIT::isConflict);
    assertThat(OperatorUnderTest.condition(refused, "Ready").orElseThrow().getMessage())
        .contains("belongs to nobody: it carries no owner", "hand it over, or delete it")
        .doesNotContain("ControllerRevisions");
    assertThat(OperatorUnderTest.is(refused, "Stalled", "True")).isTrue();
    operator.awaitEvent(NAME, "NamingConflict", "carries no owner");
    operator.kubectl().requestReconcile(NAME);
    var still = operator.await(NAME, it -> it.getStatus().lastHandled() != null);
    assertThat(still.getStatus().release()).as("what others run is no release of it").isNull();
    assertThat(still.getStatus().rollout()).as("nothing begins that can't end").isNull();
    assertThat(deployment()).as("untouched").isEqualTo(left);

    handOver(still);
    operator.awaitReady(NAME);
  }

  private void orphan() {
    operator
        .client()
        .resources(SoundBiteEnvironment.class)
        .inNamespace(operator.namespace())
        .withName(NAME)
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    operator.kubectl().awaitGone(NAME);
    Awaitility.await("objects without an owner")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> objects().noneMatch(it -> !it.getMetadata().getOwnerReferences().isEmpty()));
  }

  private Deployment deployment() {
    return operator.deployment(NAME + "-api-blue").require();
  }

  private Stream<? extends HasMetadata> objects() {
    return KubeKinds.all().stream()
        .flatMap(
            kind ->
                operator
                    .client()
                    .genericKubernetesResources(kind)
                    .inNamespace(operator.namespace())
                    .withLabel(Labels.ENVIRONMENT, NAME)
                    .list()
                    .getItems()
                    .stream());
  }

  private void handOver(SoundBiteEnvironment environment) {
    var owner =
        new OwnerReferenceBuilder()
            .withApiVersion(environment.getApiVersion())
            .withKind(environment.getKind())
            .withName(NAME)
            .withUid(environment.getMetadata().getUid())
            .withController(true)
            .withBlockOwnerDeletion(true)
            .build();
    objects()
        .forEach(
            object -> {
              object.getMetadata().setOwnerReferences(List.of(owner));
              patch(object);
            });
  }

  /** Kubernetes may collect one that is nobody's meanwhile. */
  private void patch(HasMetadata object) {
    try {
      operator.client().resource(object).unlock().patch();
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(e.getMessage()).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
    }
  }

  private static boolean isConflict(SoundBiteEnvironment environment) {
    return OperatorUnderTest.condition(environment, "Ready")
        .filter(it -> it.getReason().equals("NamingConflict"))
        .isPresent();
  }
}
