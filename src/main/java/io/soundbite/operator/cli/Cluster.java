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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The environments of a cluster.
 *
 * @param namespace where to look when a name doesn't say it
 */
record Cluster(KubernetesClient client, String namespace) {
  private static final ResourceDefinitionContext KIND =
      ResourceDefinitionContext.fromResourceType(SoundBiteEnvironment.class);
  private static final Comparator<SoundBiteEnvironment> BY_NAME =
      Comparator.comparing((SoundBiteEnvironment it) -> it.getMetadata().getNamespace())
          .thenComparing(it -> it.getMetadata().getName());

  /**
   * The environment called {@code name}, or {@code namespace/name}.
   *
   * @throws CommandFailure when there is none
   */
  SoundBiteEnvironment environment(String name) {
    return typed(resource(name));
  }

  /** The same as it is written. */
  Tree.Obj resource(String name) {
    var slash = name.indexOf('/');
    var where = slash < 0 ? namespace : name.substring(0, slash);
    var called = name.substring(slash + 1);
    return find(where, called)
        .orElseThrow(
            () -> new CommandFailure("There is no environment %s/%s.".formatted(where, called)));
  }

  /**
   * The environments of the namespace, by name.
   *
   * @throws CommandFailure when there are none
   */
  List<SoundBiteEnvironment> here() {
    return some(inNamespace(), "There are no environments in the namespace " + namespace + ".");
  }

  /**
   * The environments of all namespaces, by namespace and name.
   *
   * @throws CommandFailure when there are none
   */
  List<SoundBiteEnvironment> everywhere() {
    return some(inAllNamespaces(), "There are no environments in the cluster.");
  }

  /** All environments that may be seen: those of the namespace, when that is all. */
  List<SoundBiteEnvironment> visible() {
    try {
      return inAllNamespaces();
    } catch (CommandFailure e) {
      return inNamespace();
    }
  }

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
    return ask(
        () ->
            client
                .getKubernetesSerialization()
                .unmarshal(Json.write(tree), SoundBiteEnvironment.class));
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

  private List<SoundBiteEnvironment> inNamespace() {
    return ask(
        () ->
            client.resources(SoundBiteEnvironment.class).inNamespace(namespace).list().getItems());
  }

  private List<SoundBiteEnvironment> inAllNamespaces() {
    return ask(
        () -> client.resources(SoundBiteEnvironment.class).inAnyNamespace().list().getItems());
  }

  private static List<SoundBiteEnvironment> some(List<SoundBiteEnvironment> all, String otherwise) {
    if (all.isEmpty()) {
      throw new CommandFailure(otherwise);
    }
    return all.stream().sorted(BY_NAME).toList();
  }

  private Resource<GenericKubernetesResource> resource(String where, String name) {
    return client.genericKubernetesResources(KIND).inNamespace(where).withName(name);
  }

  private <T> T ask(Supplier<T> question) {
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
