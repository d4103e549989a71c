package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What holds a custom resource until its removal is done. JOSDK would take it off too, and then
 * hold whoever is created under that name in the same moment for the one that it has just let go.
 *
 * @param client the operator's
 */
record Finalizer(KubernetesClient client) {
  static final String NAME = "soundbite.io/finalizer";

  /** There is none of that name, or it is another one, or its finalizers are not what they were. */
  private static final Set<Integer> NOT_AS_SEEN = Set.of(HttpURLConnection.HTTP_NOT_FOUND, 422);

  /**
   * Lets {@code resource} go, and nobody else of that name. What is not as it was seen stays; the
   * next reconcile sees what it is.
   */
  void takeOff(SoundBiteEnvironment resource) {
    var metadata = resource.getMetadata();
    var place = "/metadata/finalizers/" + metadata.getFinalizers().indexOf(NAME);
    var patch =
        List.of(
            Map.of("op", "test", "path", "/metadata/uid", "value", metadata.getUid()),
            Map.of("op", "test", "path", place, "value", NAME),
            Map.of("op", "remove", "path", place));
    try {
      client
          .resource(resource)
          .patch(
              PatchContext.of(PatchType.JSON), client.getKubernetesSerialization().asJson(patch));
    } catch (KubernetesClientException e) {
      if (!NOT_AS_SEEN.contains(e.getCode())) {
        throw e;
      }
    }
  }
}
