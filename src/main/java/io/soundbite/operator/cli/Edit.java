package io.soundbite.operator.cli;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Optional;

/**
 * A change of a custom resource as it was read: when anybody has changed it since, the API server
 * refuses. Who applies it from git keeps what is declared there.
 *
 * @param patch a JSON merge patch
 */
record Edit(Cluster cluster, Applied.Version before, Tree.Obj patch) {
  private static final String MANAGER = "kubectl-sbenv";

  /**
   * One of what {@code name} is now.
   *
   * @throws CommandFailure when a tool that applies from git declares a field of it
   */
  static Edit of(Cluster cluster, Applied.Version before, Tree.Obj patch) {
    var edit = new Edit(cluster, before, patch);
    FromGit.of(before.tree(), patch)
        .ifPresent(
            it -> {
              throw new CommandFailure(edit.name() + ": " + it.words(cluster));
            });
    return edit;
  }

  /** The custom resource called {@code name}, or {@code namespace/name}, as it is. */
  static Applied.Version read(Cluster cluster, String name) {
    var tree = cluster.resource(name);
    return new Applied.Version(tree, cluster.api().typed(tree));
  }

  Name name() {
    return Name.of(before.resource());
  }

  /**
   * What would come of it. Changes nothing.
   *
   * @throws CommandFailure when the API server refuses it; in its own words
   */
  Applied dryRun() {
    var after = written(context().withDryRun(List.of("All")));
    return new Applied(Optional.of(before), new Applied.Version(after, cluster.api().typed(after)));
  }

  /**
   * Makes it.
   *
   * @throws CommandFailure when the API server refuses it; in its own words
   */
  SoundBiteEnvironment write() {
    return cluster.api().typed(written(context()));
  }

  private Tree.Obj written(PatchContext.Builder how) {
    var read = before.tree().object("metadata").text("resourceVersion");
    var metadata = patch.object("metadata").with("resourceVersion", Tree.of(read));
    return cluster
        .api()
        .patch(name().namespace(), name().name(), how.build(), patch.with("metadata", metadata));
  }

  private static PatchContext.Builder context() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.JSON_MERGE)
        .withFieldManager(MANAGER)
        .withFieldValidation("Strict");
  }
}
