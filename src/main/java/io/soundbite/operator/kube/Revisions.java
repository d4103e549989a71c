package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Labels;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.ReleaseFields;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Result;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Releases as they were when they were first wanted: immutable ControllerRevisions, owned by the
 * custom resource. They are read from an informer: what it holds may be gone, and is never
 * outdated. Before anything is written they are read live.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/">
 *     ControllerRevision</a>
 */
public final class Revisions {
  private static final String API_VERSION = "apps/v1";
  private static final String KIND = "ControllerRevision";

  private final KubeApi api;
  private final KubeCache cache;

  public Revisions(KubeApi api, KubeCache cache) {
    this.api = api;
    this.cache = cache;
  }

  /**
   * A stored release.
   *
   * @param number later ones have higher numbers
   * @param uid of the custom resource that controls it; empty text when none does
   * @param managed whether its labels say that it is the operator's
   */
  public record Stored(String name, long number, String uid, boolean managed, Tree.Obj data) {
    private static Stored of(Tree.Obj revision) {
      var metadata = revision.object("metadata");
      return new Stored(
          metadata.text("name"),
          revision.get("revision") instanceof Tree.Num(var number) ? number.longValue() : 0,
          metadata
              .items("ownerReferences")
              .filter(it -> it.text("kind").equals(Environment.KIND))
              .filter(it -> new Tree.Bool(true).equals(it.get("controller")))
              .map(it -> it.text("uid"))
              .findFirst()
              .orElse(""),
          metadata.object("labels").text(Labels.MANAGED_BY).equals(Labels.OPERATOR),
          revision.object("data"));
    }
  }

  /**
   * Stores {@code data} under {@code name}. To store the same release again is no error, whichever
   * fields of a spec it came from; another under that name, or of another owner, is one, and what
   * is there stays.
   */
  public Result<Stored> store(Environment environment, String name, Tree.Obj data) {
    var target = target(environment.owner(), name);
    return target.result(
        "create",
        () ->
            api.get(target)
                .or(() -> created(environment, target, data))
                .or(() -> api.get(target))
                .map(Stored::of)
                .filter(it -> it.uid().equals(environment.uid()) && isSame(it.data(), data))
                .<Result<Stored>>map(Result.Ok::new)
                .orElseGet(
                    () ->
                        new Result.Failed<>(
                            target.conflict(
                                "create", "it exists, and is not what the operator stores"))));
  }

  /** The release stored under {@code name}; empty when there is none. No call if it is cached. */
  public Result<Optional<Stored>> get(Owner owner, String name) {
    var target = target(owner, name);
    return target.result("get", () -> new Result.Ok<>(api.get(target, cache).map(Stored::of)));
  }

  /**
   * Deletes what is stored under {@code name}, if it claims to be the operator's and {@code which}
   * holds; nothing without a mandate.
   */
  public Result<Boolean> delete(
      Owner owner, String name, Predicate<Stored> which, Mandate mandate) {
    var target = target(owner, name);
    return target.result(
        "delete",
        () -> {
          var live = api.get(target);
          if (live.map(Stored::of).filter(it -> it.managed() && which.test(it)).isEmpty()
              || mandate.revoked().isPresent()) {
            return new Result.Ok<>(false);
          }
          api.delete(target, live.get());
          return new Result.Ok<>(true);
        });
  }

  /**
   * Deletes all of the environment's but those to {@code keep}; none without a mandate.
   *
   * @return names of those deleted
   */
  public Result<List<String>> prune(Owner owner, Set<String> keep, Mandate mandate) {
    return target(owner, "*")
        .result(
            "delete",
            () -> {
              var old =
                  listed(owner)
                      .filter(it -> isOwn(it, owner))
                      .map(Stored::of)
                      .map(Stored::name)
                      .filter(it -> !keep.contains(it))
                      .toList();
              if (old.isEmpty() || mandate.revoked().isPresent()) {
                return new Result.Ok<>(List.of());
              }
              old.forEach(name -> revisions(owner).withName(name).delete());
              return new Result.Ok<>(old);
            });
  }

  /** Posted, not applied: who may not patch can't change what is stored. Empty if it exists. */
  private Optional<Tree.Obj> created(Environment environment, KubeTarget target, Tree.Obj data) {
    var owner = environment.owner();
    var newest = listed(owner).map(Stored::of).mapToLong(Stored::number).max().orElse(0);
    var revision =
        Tree.obj(
            "apiVersion",
            API_VERSION,
            "kind",
            KIND,
            "metadata",
            Tree.obj(
                "name", target.name(),
                "namespace", target.namespace(),
                "labels", Labels.of(owner),
                "ownerReferences", Tree.arr(environment.reference())),
            "revision",
            newest + 1,
            "data",
            data);
    var object =
        api.client()
            .getKubernetesSerialization()
            .unmarshal(Json.write(revision), GenericKubernetesResource.class);
    try {
      return Optional.of(
          api.tree(api.writer().through(object, it -> revisions(owner).resource(it).create())));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isSame(Tree.Obj one, Tree.Obj other) {
    return ReleaseFields.without(one).equals(ReleaseFields.without(other));
  }

  private static boolean isOwn(Tree.Obj revision, Owner owner) {
    return Holder.of(revision, owner.cluster()).equals(new Ownership.OwnedBy(owner));
  }

  private Stream<Tree.Obj> listed(Owner owner) {
    return new Pages<>(revisions(owner).withLabels(Labels.of(owner))).objects().map(api::tree);
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      revisions(Owner owner) {
    return api.client()
        .genericKubernetesResources(KubeKinds.of(API_VERSION, KIND))
        .inNamespace(owner.namespace());
  }

  private static KubeTarget target(Owner owner, String name) {
    return new KubeTarget(API_VERSION, KIND, owner.namespace(), name);
  }
}
