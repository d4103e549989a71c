package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A cluster for the packaged operator, which watches all namespaces, those that are going too. */
final class LonelyCluster {
  private LonelyCluster() {}

  /** Returns when no environment of another test is left. */
  static void await(KubernetesClient client) {
    Awaitility.await("no environment of another test is left")
        .atMost(120, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(() -> isEmpty(client));
  }

  private static boolean isEmpty(KubernetesClient client) {
    var left = client.resources(SoundBiteEnvironment.class).inAnyNamespace().list().getItems();
    left.forEach(
        it ->
            client
                .resource(it)
                .patch(
                    PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}"));
    left.forEach(it -> client.resource(it).delete());
    return left.isEmpty();
  }
}
