package io.soundbite.operator.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The API server, as commands ask it. It answers, or a {@link CommandFailure} says why not. */
record Api(KubernetesClient client) {
  private static final ResourceDefinitionContext KIND =
      ResourceDefinitionContext.fromResourceType(SoundBiteEnvironment.class);

  /** The custom resource as it is; empty when there is none. */
  Optional<Tree.Obj> find(String where, String name) {
    return ask(() -> Optional.ofNullable(resource(where, name).get())).map(this::tree);
  }

  /** What would become of {@code object} if it were created. Changes nothing. */
  Tree.Obj dryCreate(String where, Tree.Obj object) {
    return tree(
        ask(
            () ->
                client
                    .genericKubernetesResources(KIND)
                    .inNamespace(where)
                    .resource(generic(object))
                    .dryRun()
                    .fieldValidation(FieldValidateable.Validation.STRICT)
                    .create()));
  }

  /** The ControllerRevision's data; empty when there is none. */
  Optional<Tree.Obj> revision(String where, String name) {
    return ask(() ->
            Optional.ofNullable(
                client.apps().controllerRevisions().inNamespace(where).withName(name).get()))
        .map(it -> tree(it).object("data"));
  }

  /**
   * Waits until {@code done}, which is asked again with every change, and with null when the
   * environment is gone.
   *
   * @return whether it came to that before {@code patience} ended
   */
  boolean await(Name name, Predicate<@Nullable SoundBiteEnvironment> done, Duration patience) {
    var environment =
        client
            .resources(SoundBiteEnvironment.class)
            .inNamespace(name.namespace())
            .withName(name.name());
    try {
      ask(() -> environment.waitUntilCondition(done, patience.toMillis(), TimeUnit.MILLISECONDS));
      return true;
    } catch (KubernetesClientTimeoutException e) {
      return false;
    }
  }

  /** What {@code patch} makes of the custom resource; with a dry run it changes nothing. */
  Tree.Obj patch(String where, String name, PatchContext how, Tree.Obj patch) {
    return tree(ask(() -> resource(where, name).patch(how, Json.write(patch))));
  }

  /** The custom resource in {@code tree}. */
  SoundBiteEnvironment typed(Tree.Obj tree) {
    var environment =
        ask(
            () ->
                client
                    .getKubernetesSerialization()
                    .unmarshal(Json.write(tree), SoundBiteEnvironment.class));
    if (environment.unreadable().isPresent()) {
      throw Cluster.unreadable(environment);
    }
    return environment;
  }

  /** {@code tree} as people write it. */
  String yaml(Tree tree) {
    return client.getKubernetesSerialization().asYaml(tree.plain()).replaceFirst("^---\n", "");
  }

  private Tree.Obj tree(Object object) {
    return (Tree.Obj) Json.read(client.getKubernetesSerialization().asJson(object));
  }

  private GenericKubernetesResource generic(Tree.Obj object) {
    return client
        .getKubernetesSerialization()
        .unmarshal(Json.write(object), GenericKubernetesResource.class);
  }

  private Resource<GenericKubernetesResource> resource(String where, String name) {
    return client.genericKubernetesResources(KIND).inNamespace(where).withName(name);
  }

  /** What {@code question} is answered. */
  <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (KubernetesClientTimeoutException e) {
      throw e;
    } catch (KubernetesClientException e) {
      throw new CommandFailure(words(e), e);
    }
  }

  private String words(KubernetesClientException e) {
    return ApiWords.of(e, String.valueOf(client.getMasterUrl()));
  }
}
