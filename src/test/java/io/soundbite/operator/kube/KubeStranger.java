package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Mutation;
import java.net.HttpURLConnection;
import java.util.List;

/**
 * Somebody with kubectl.
 *
 * @param client for the caller to close
 */
public record KubeStranger(KubernetesClient client) {
  private static final int ATTEMPTS = 20;

  private static final PatchContext KUBECTL =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON)
          .withFieldManager("kubectl-edit")
          .build();

  /** Makes the change. */
  public void edit(KubeObject object, Mutation mutation) {
    set(object, mutation.diff().path(), mutation.diff().have());
  }

  /** Takes it back. */
  void undo(KubeObject object, Mutation mutation) {
    set(object, mutation.diff().path(), mutation.diff().want());
  }

  void delete(KubeObject object) {
    var target = KubeTarget.of(object);
    client
        .genericKubernetesResources(target.context())
        .inNamespace(target.namespace())
        .withName(target.name())
        .delete();
  }

  /** The live object behind {@code object}. */
  GenericKubernetesResource live(KubeObject object) {
    var target = KubeTarget.of(object);
    return client
        .genericKubernetesResources(target.context())
        .inNamespace(target.namespace())
        .withName(target.name())
        .require();
  }

  /** Again when a controller has written a status meanwhile, as kubectl does. */
  private void set(KubeObject object, String path, Object value) {
    var target = KubeTarget.of(object);
    var api = new KubeApi(client, KubeWriter.plain());
    for (int attempt = 1; ; attempt++) {
      var live = live(object);
      try {
        client
            .genericKubernetesResources(target.context())
            .inNamespace(target.namespace())
            .resource(live)
            .patch(
                KUBECTL,
                JsonPatch.of(
                    api.tree(live),
                    List.of(new FieldDiff(path, value, null, FieldDiff.Nature.PLAIN))));
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
