package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Difference;
import java.util.List;
import java.util.Optional;

/**
 * One custom resource before a file is applied and after, as the API server answers a dry run.
 *
 * @param before empty when the file would create it
 */
record Applied(Optional<Version> before, Version after) {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /** It at one of the two times, as a whole and as read. */
  record Version(Tree.Obj tree, SoundBiteEnvironment resource) {

    /** What people declare: spec, labels and annotations, but for kubectl's own note. */
    private Tree.Obj declared() {
      var metadata = tree.object("metadata");
      return Tree.obj(
          "spec",
          tree.object("spec"),
          "metadata",
          Tree.obj(
              "labels",
              metadata.object("labels"),
              "annotations",
              metadata.object("annotations").without(LAST_APPLIED)));
    }
  }

  /** What the file declares anew; nothing when it creates the custom resource. */
  List<FieldChange> declared() {
    return before.stream()
        .flatMap(it -> Difference.between(after.declared(), it.declared()).stream())
        .map(it -> FieldChange.of(it, null))
        .toList();
  }

  /** The configuration that kubectl's client-side apply noted in {@code resource}, if it did. */
  static Optional<String> lastApplied(Tree.Obj resource) {
    var noted = resource.object("metadata").object("annotations").text(LAST_APPLIED);
    return noted.isEmpty() ? Optional.empty() : Optional.of(noted);
  }
}
