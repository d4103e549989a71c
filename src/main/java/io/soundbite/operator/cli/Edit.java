package io.soundbite.operator.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Tree;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/**
 * A change of a custom resource as it was read: when anybody has changed more of it since than its
 * status, the API server refuses. Who applies it from git keeps what is declared there.
 *
 * @param patch a JSON merge patch
 */
record Edit(Cluster cluster, Applied.Version before, Tree.Obj patch) {
  private static final String MANAGER = "kubectl-sbenv";
  private static final int ATTEMPTS = 5;

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
    var resource = before.tree();
    for (var attempt = 1; ; attempt++) {
      try {
        return written(resource, how.build());
      } catch (CommandFailure e) {
        if (attempt == ATTEMPTS || !isConflict(e)) {
          throw e;
        }
        resource = cluster.resource(name().toString());
        if (!declared(resource).equals(declared(before.tree()))) {
          throw e;
        }
      }
    }
  }

  private Tree.Obj written(Tree.Obj resource, PatchContext how) {
    var read = resource.object("metadata").text("resourceVersion");
    var metadata = patch.object("metadata").with("resourceVersion", Tree.of(read));
    return cluster
        .api()
        .patch(name().namespace(), name().name(), how, patch.with("metadata", metadata));
  }

  private static boolean isConflict(CommandFailure failure) {
    return failure.getCause() instanceof KubernetesClientException refused
        && refused.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }

  /** The operator writes the status at any time, which changes nothing that is declared. */
  private static Tree.Obj declared(Tree.Obj resource) {
    var metadata = resource.object("metadata").without("resourceVersion").without("managedFields");
    return resource.without("status").with("metadata", metadata);
  }

  private static PatchContext.Builder context() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.JSON_MERGE)
        .withFieldManager(MANAGER)
        .withFieldValidation("Strict");
  }
}
