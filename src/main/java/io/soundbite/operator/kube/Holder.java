package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Labels;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Ownership;
import java.util.Optional;

/** Whose a live object is, as its owner references, labels and field managers say. */
final class Holder {
  /** Whatever the version. */
  static final String GROUP = "soundbite.io/";

  private Holder() {}

  /**
   * Reads it. A reference to a custom resource of the same name but another uid is one to this
   * environment's own past: the uid changes when a cluster is restored from a backup.
   *
   * @param cluster id of the cluster
   */
  static Ownership of(Tree.Obj live, String cluster) {
    var metadata = live.object("metadata");
    return controller(metadata)
        .map(reference -> referenced(reference, metadata, cluster))
        .orElseGet(() -> unreferenced(metadata));
  }

  private static Ownership referenced(Tree.Obj reference, Tree.Obj metadata, String cluster) {
    return reference.text("kind").equals(Environment.KIND)
            && reference.text("apiVersion").startsWith(GROUP)
        ? new Ownership.OwnedBy(
            new Owner(cluster, metadata.text("namespace"), reference.text("name")))
        : new Ownership.Foreign(reference.text("kind") + "/" + reference.text("name"));
  }

  private static Ownership unreferenced(Tree.Obj metadata) {
    if (metadata.object("labels").text(Labels.MANAGED_BY).equals(Labels.OPERATOR)) {
      return new Ownership.Unowned();
    }
    var maker = metadata.items("managedFields").map(entry -> entry.text("manager")).findFirst();
    return new Ownership.Foreign(
        maker.map(manager -> "whoever made it with " + manager).orElse("an unknown maker"));
  }

  private static Optional<Tree.Obj> controller(Tree.Obj metadata) {
    return metadata
        .items("ownerReferences")
        .filter(reference -> new Tree.Bool(true).equals(reference.get("controller")))
        .findFirst();
  }
}
