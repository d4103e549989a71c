package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Labels;
import java.util.List;
import java.util.Map;

/**
 * Writes the conditions of a status and nothing else of it, where the rest can't be read or is
 * refused.
 *
 * @param client the operator's
 */
record StatusConditions(KubernetesClient client) {
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(Labels.OPERATOR)
          .build();

  /**
   * Replaces the conditions of {@code resource}, unless it has changed.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when that is refused
   */
  void write(SoundBiteEnvironment resource, List<Condition> conditions) {
    var patch =
        Map.of(
            "metadata",
            Map.of("resourceVersion", resource.getMetadata().getResourceVersion()),
            "status",
            Map.of("conditions", conditions));
    client
        .resource(resource)
        .subresource("status")
        .patch(MERGE, client.getKubernetesSerialization().asJson(patch));
  }
}
