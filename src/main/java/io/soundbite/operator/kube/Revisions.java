package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Labels;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Releases as they were when they were first wanted: immutable ControllerRevisions, owned by the
 * custom resource.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/">
 *     ControllerRevision</a>
 */
public final class Revisions {
  private static final String RESOURCE = " controllerrevisions.apps";

  private final KubernetesClient client;

  public Revisions(KubernetesClient client) {
    this.client = client;
  }

  /**
   * A stored release.
   *
   * @param number later ones have higher numbers
   */
  public record Stored(String name, long number, Tree.Obj data) {}

  /**
   * Stores {@code data} under {@code name}. To store the same again is no error; other data under
   * that name is one, and what is there stays.
   */
  public Result<Stored> store(Environment environment, String name, Tree.Obj data) {
    return guarded("create", environment.owner(), name, () -> stored(environment, name, data));
  }

  /** The release stored under {@code name}; empty when there is none. */
  public Result<Optional<Stored>> get(Owner owner, String name) {
    return guarded(
        "get",
        owner,
        name,
        () ->
            new Result.Ok<>(
                Optional.ofNullable(revisions(owner).withName(name).get()).map(this::read)));
  }

  /** All of the environment's, newest first. */
  public Result<List<Stored>> list(Owner owner) {
    return guarded("list", owner, "*", () -> new Result.Ok<>(newestFirst(owner)));
  }

  /**
   * Deletes all but the newest.
   *
   * @param newest how many stay in any case
   * @param keep names of those that stay however old they are: what the slots run
   * @return what was deleted
   */
  public Result<List<String>> prune(Owner owner, int newest, Set<String> keep) {
    return guarded(
        "delete",
        owner,
        "*",
        () -> {
          var old =
              newestFirst(owner).stream()
                  .skip(newest)
                  .map(Stored::name)
                  .filter(name -> !keep.contains(name))
                  .toList();
          old.forEach(name -> revisions(owner).withName(name).delete());
          return new Result.Ok<>(old);
        });
  }

  private Result<Stored> stored(Environment environment, String name, Tree.Obj data) {
    var revisions = revisions(environment.owner());
    var there = Optional.ofNullable(revisions.withName(name).get());
    if (there.isEmpty()) {
      try {
        return new Result.Ok<>(
            read(revisions.resource(revision(environment, name, data)).create()));
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
        there = Optional.ofNullable(revisions.withName(name).get());
      }
    }
    return there
        .map(this::read)
        .filter(it -> it.data().equals(data))
        .<Result<Stored>>map(Result.Ok::new)
        .orElseGet(
            () ->
                new Result.Failed<>(
                    new Failure(
                        Failure.Kind.CONFLICT,
                        "create" + RESOURCE,
                        object(environment.owner(), name),
                        "it exists and holds another release")));
  }

  private ControllerRevision revision(Environment environment, String name, Tree.Obj data) {
    var owner = environment.owner();
    var newest = newestFirst(owner).stream().findFirst().map(Stored::number).orElse(0L);
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(owner.namespace())
        .withLabels(Labels.of(owner))
        .withOwnerReferences(
            client
                .getKubernetesSerialization()
                .convertValue(environment.reference().plain(), OwnerReference.class))
        .endMetadata()
        .withRevision(newest + 1)
        .withData(data.plain())
        .build();
  }

  private List<Stored> newestFirst(Owner owner) {
    return revisions(owner).withLabels(Labels.of(owner)).list().getItems().stream()
        .map(this::read)
        .sorted(Comparator.comparing(Stored::number).thenComparing(Stored::name).reversed())
        .toList();
  }

  private Stored read(ControllerRevision revision) {
    var data = client.getKubernetesSerialization().convertValue(revision.getData(), Object.class);
    return new Stored(
        revision.getMetadata().getName(),
        revision.getRevision(),
        Tree.of(data) instanceof Tree.Obj object ? object : Tree.obj());
  }

  private NonNamespaceOperation<
          ControllerRevision, ControllerRevisionList, Resource<ControllerRevision>>
      revisions(Owner owner) {
    return client.apps().controllerRevisions().inNamespace(owner.namespace());
  }

  private static String object(Owner owner, String name) {
    return owner.namespace() + "/" + name;
  }

  private static <T> Result<T> guarded(
      String verb, Owner owner, String name, Supplier<Result<T>> call) {
    return KubeErrors.result(verb + RESOURCE, object(owner, name), call);
  }
}
