package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import java.util.Optional;

/**
 * The calls, one request each; they throw the client's exceptions.
 *
 * @param writer what creates and updates go through
 */
public record KubeApi(KubernetesClient client, KubeWriter writer) {

  /** The version that no object ever has: an apply that carries it can only create. */
  private static final String NEVER = "1";

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FieldSet.MANAGER)
          .withForce(true)
          .build();

  private static final PatchContext PATCH =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON)
          .withFieldManager(FieldSet.MANAGER)
          .build();

  /** The live object as JSON. */
  public Tree.Obj tree(GenericKubernetesResource object) {
    return (Tree.Obj)
        Tree.of(client.getKubernetesSerialization().convertValue(object, Object.class));
  }

  static String version(Tree.Obj object) {
    return object.object("metadata").text("resourceVersion");
  }

  Optional<Tree.Obj> get(KubeTarget target) {
    return Optional.ofNullable(
            client
                .genericKubernetesResources(target.context())
                .inNamespace(target.namespace())
                .withName(target.name())
                .get())
        .map(this::tree);
  }

  /**
   * The object as {@code cache} holds it; read live if it does not: it may be there all the same.
   */
  Optional<Tree.Obj> get(KubeTarget target, KubeCache cache) {
    return cache
        .get(target.apiVersion(), target.kind(), target.namespace(), target.name())
        .map(this::tree)
        .or(() -> get(target));
  }

  /** Creates; a conflict if there is one by that name. */
  Tree.Obj create(KubeTarget target, Tree.Obj body) {
    return apply(target, body, NEVER);
  }

  /** Applies to {@code version}; a conflict if that is no longer the newest. */
  Tree.Obj apply(KubeTarget target, Tree.Obj body, String version) {
    var versioned =
        body.with("metadata", body.object("metadata").with("resourceVersion", Tree.of(version)));
    return write(target, versioned, APPLY, Json.write(versioned));
  }

  /** Patches {@code live}. */
  Tree.Obj patch(KubeTarget target, Tree.Obj live, String jsonPatch) {
    return write(target, live, PATCH, jsonPatch);
  }

  private Tree.Obj write(KubeTarget target, Tree.Obj object, PatchContext how, String patch) {
    var resource =
        client
            .getKubernetesSerialization()
            .unmarshal(Json.write(object), GenericKubernetesResource.class);
    return tree(writer.through(resource, it -> resource(target, it).patch(how, patch)));
  }

  /** Deletes {@code live} unless it has changed; what it controls goes first. */
  void delete(KubeTarget target, Tree.Obj live) {
    delete(target, live, "Foreground");
  }

  /** Deletes {@code live} unless it has changed, at once, for another to take its name. */
  void deleteNow(KubeTarget target, Tree.Obj live) {
    delete(target, live, "Background");
  }

  private void delete(KubeTarget target, Tree.Obj live, String propagation) {
    var metadata = live.object("metadata");
    var preconditions = new Preconditions(version(live), metadata.text("uid"));
    client.raw(
        target.path(),
        "DELETE",
        new DeleteOptionsBuilder()
            .withPreconditions(preconditions)
            .withPropagationPolicy(propagation)
            .build());
  }

  private Resource<GenericKubernetesResource> resource(
      KubeTarget target, GenericKubernetesResource object) {
    return client
        .genericKubernetesResources(target.context())
        .inNamespace(target.namespace())
        .resource(object);
  }
}
