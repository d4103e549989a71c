package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Labels;
import java.util.List;
import java.util.Map;

/**
 * Replaces a status as a whole. Server-side apply would keep what another field manager owns too,
 * as a backup tool that restored the object does, or {@code kubectl edit --subresource=status}: a
 * rollout that is over would never leave the status.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side
 *     Apply</a>
 */
final class StatusWriter {
  private static final PatchContext PATCH =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON)
          .withFieldManager(Labels.OPERATOR)
          .build();

  private final Context<SoundBiteEnvironment> context;

  StatusWriter(Context<SoundBiteEnvironment> context) {
    this.context = context;
  }

  /**
   * Writes it, and has the next reconcile read what was written.
   *
   * @param patch as {@link StatusPatch} makes it
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when it is refused, or the
   *     resource has changed since it was reconciled
   */
  void write(SoundBiteEnvironment patch) {
    context
        .resourceOperations()
        .resourcePatch(
            patch, this::replaced, context.eventSourceRetriever().getControllerEventSource());
  }

  private SoundBiteEnvironment replaced(SoundBiteEnvironment patch) {
    var client = context.getClient();
    var operations =
        List.of(
            operation(
                "replace", "/metadata/resourceVersion", patch.getMetadata().getResourceVersion()),
            operation("add", "/status", patch.getStatus()));
    return client
        .resource(patch)
        .subresource("status")
        .patch(PATCH, client.getKubernetesSerialization().asJson(operations));
  }

  private static Map<String, Object> operation(String name, String path, Object value) {
    return Map.of("op", name, "path", path, "value", value);
  }
}
