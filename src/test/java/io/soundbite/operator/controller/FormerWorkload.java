package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What served before there was an operator: a Deployment, and in front of it a Service and an
 * Ingress that have the names of an environment with the prefix prod.
 */
record FormerWorkload(KubernetesClient client, String namespace) {

  /** As {@code kubectl apply -f workload.yaml -f traffic.yaml}. */
  void make() {
    client.resourceList(items("workload")).inNamespace(namespace).create();
    client.resourceList(items("traffic")).inNamespace(namespace).create();
    awaitAvailable(2);
  }

  /** As {@code kubectl scale}; returns when it has so many pods. */
  void scale(int replicas) {
    client.apps().deployments().inNamespace(namespace).withName("prod-api").scale(replicas);
    awaitAvailable(replicas);
  }

  /** Makes the environment the controller of Service and Ingress, and changes nothing else. */
  void handTo(SoundBiteEnvironment environment) {
    var owner =
        Map.of(
            "apiVersion", environment.getApiVersion(),
            "kind", environment.getKind(),
            "name", environment.getMetadata().getName(),
            "uid", environment.getMetadata().getUid(),
            "controller", true);
    var patch =
        client
            .getKubernetesSerialization()
            .asJson(
                Map.of(
                    "metadata",
                    Map.of(
                        "ownerReferences",
                        List.of(owner),
                        "labels",
                        Map.of("app.kubernetes.io/managed-by", "soundbite-operator"))));
    items("traffic")
        .reversed() // the Ingress first, as the document has it
        .forEach(
            it ->
                client
                    .resource(it)
                    .inNamespace(namespace)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
  }

  /** As {@code kubectl replace -f traffic.yaml}. */
  void takeBack() {
    items("traffic").forEach(it -> client.resource(it).inNamespace(namespace).update());
  }

  Service service() {
    return client.services().inNamespace(namespace).withName("prod-api").require();
  }

  private void awaitAvailable(int replicas) {
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("prod-api")
        .waitUntilCondition(
            it ->
                it.getStatus().getReplicas() == null
                    ? replicas == 0
                    : Integer.valueOf(replicas).equals(it.getStatus().getAvailableReplicas()),
            OperatorUnderTest.PATIENCE.toSeconds(),
            TimeUnit.SECONDS);
  }

  private List<HasMetadata> items(String file) {
    try (var stream = new FileInputStream("src/test/resources/cdk/" + file + ".yaml")) {
      return client.load(stream).items();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
