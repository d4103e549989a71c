package io.soundbite.operator.blueprint;

import java.util.Map;

/** Where a release's pods may run, and how their images are pulled. */
final class Placement {
  private Placement() {}

  /** {@code spec} of a pod with what {@code pod} sets of these. */
  static Tree.Obj of(Release.Pod pod, Tree.Obj spec) {
    var placed = spec;
    if (!pod.nodeSelector().isEmpty()) {
      placed = placed.with("nodeSelector", Tree.of(pod.nodeSelector()));
    }
    if (pod.tolerations() instanceof Tree.Arr(var items) && !items.isEmpty()) {
      placed = placed.with("tolerations", pod.tolerations());
    }
    if (!pod.pullSecrets().isEmpty()) {
      var secrets = pod.pullSecrets().stream().map(name -> Map.of("name", name)).toList();
      placed = placed.with("imagePullSecrets", Tree.of(secrets));
    }
    return placed;
  }
}
