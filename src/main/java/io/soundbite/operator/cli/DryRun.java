package io.soundbite.operator.cli;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Asks the API server what applying a manifest would make of it, as {@code kubectl apply} would: by
 * whichever of its two ways the custom resource has been applied so far.
 *
 * @param forceConflicts as {@code kubectl apply --server-side --force-conflicts}
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">server-side
 *     apply</a>
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#merge-patch-calculation">
 *     client-side apply</a>
 */
record DryRun(Cluster cluster, boolean forceConflicts) {
  private static final String KUBECTL = "kubectl";
  private static final String OPERATOR = "soundbite-operator";

  /**
   * The custom resource before and after.
   *
   * @throws CommandFailure when the API server refuses the manifest; in its own words
   */
  Applied of(Manifest manifest) {
    var live = cluster.api().find(manifest.name().namespace(), manifest.name().name());
    try {
      var after =
          live.map(it -> update(manifest, it))
              .orElseGet(
                  () -> cluster.api().dryCreate(manifest.name().namespace(), manifest.body()));
      return new Applied(live.map(this::version), version(after));
    } catch (CommandFailure e) {
      throw new CommandFailure(
          "%s: %s: %s".formatted(manifest.source(), manifest.name(), e.words()), e);
    }
  }

  private Tree.Obj update(Manifest manifest, Tree.Obj live) {
    var manager = applier(live);
    if (manager.isPresent()) {
      return serverSide(manifest, manager.get(), forceConflicts);
    }
    var before = Applied.lastApplied(live);
    return before.isPresent()
        ? clientSide(manifest, (Tree.Obj) Json.read(before.get()))
        : serverSide(manifest, KUBECTL, true);
  }

  /** Who applied {@code live} on the server's side; a field it no longer declares goes. */
  private static Optional<String> applier(Tree.Obj live) {
    var managers =
        live.object("metadata")
            .items("managedFields")
            .filter(it -> it.text("operation").equals("Apply"))
            .filter(it -> it.text("subresource").isEmpty())
            .map(it -> it.text("manager"))
            .filter(it -> !it.equals(OPERATOR))
            .toList();
    return managers.stream()
        .filter(KUBECTL::equals)
        .findFirst()
        .or(() -> managers.stream().findFirst());
  }

  private Tree.Obj serverSide(Manifest manifest, String manager, boolean force) {
    return patch(
        manifest,
        context(PatchType.SERVER_SIDE_APPLY).withFieldManager(manager).withForce(force).build(),
        manifest.body());
  }

  private Tree.Obj clientSide(Manifest manifest, Tree.Obj before) {
    return patch(
        manifest,
        context(PatchType.JSON_MERGE).withFieldManager("kubectl-client-side-apply").build(),
        merge(before, annotated(manifest.body())));
  }

  /** kubectl annotates what it applies: annotations go one by one, and never all of them. */
  private static Tree.Obj annotated(Tree.Obj body) {
    var metadata = body.object("metadata");
    return body.with("metadata", metadata.with("annotations", metadata.object("annotations")));
  }

  /** What sets everything declared now, and takes away what was declared before and no more is. */
  private static Tree.Obj merge(Tree.Obj before, Tree.Obj now) {
    var patch = new TreeMap<String, Tree>();
    before.fields().keySet().forEach(field -> patch.put(field, new Tree.Null()));
    now.fields()
        .forEach(
            (field, value) ->
                patch.put(
                    field,
                    value instanceof Tree.Obj object
                            && before.get(field) instanceof Tree.Obj declared
                        ? merge(declared, object)
                        : value));
    return new Tree.Obj(patch);
  }

  private Tree.Obj patch(Manifest manifest, PatchContext how, Tree.Obj patch) {
    return cluster.api().patch(manifest.name().namespace(), manifest.name().name(), how, patch);
  }

  private static PatchContext.Builder context(PatchType type) {
    return new PatchContext.Builder()
        .withPatchType(type)
        .withDryRun(List.of("All"))
        .withFieldValidation("Strict");
  }

  private Applied.Version version(Tree.Obj tree) {
    return new Applied.Version(tree, cluster.api().typed(tree));
  }
}
