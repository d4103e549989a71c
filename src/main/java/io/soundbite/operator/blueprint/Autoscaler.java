package io.soundbite.operator.blueprint;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The autoscaler of the live slot, within the bounds of the release that is live. It aims at 70 %
 * of the requested CPU: below the alarm's 80 % of the limit, with room for what arrives while a pod
 * starts.
 */
record Autoscaler(Environment environment, SlotTarget slots) {
  private static final int CPU_PERCENT = 70;

  /** Its object, which waits for the Deployment where there is one. */
  KubeObject object() {
    var target = Workload.api(slots.live());
    var bounds = bounds();
    var manifest =
        Manifest.of(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            Workload.api(),
            Tree.obj(
                "spec",
                Tree.obj(
                    "scaleTargetRef",
                        Map.of(
                            "apiVersion", "apps/v1",
                            "kind", "Deployment",
                            "name", environment.names().kube(target.suffix())),
                    "minReplicas", bounds.min(),
                    "maxReplicas", bounds.max(),
                    "metrics", List.of(cpu()))));
    var released = slots.release(slots.live()).isPresent();
    return (released ? manifest.after(target.id("Deployment")) : manifest).in(environment);
  }

  /** The spec's before the first release, and where the release that is live is lost. */
  private Bounds bounds() {
    return Optional.ofNullable(slots.releases().get(slots.live()))
        .map(Bounds::of)
        .orElseGet(() -> Bounds.of(environment.spec().features()));
  }

  private static Tree cpu() {
    return Tree.obj(
        "type",
        "Resource",
        "resource",
        Map.of(
            "name",
            "cpu",
            "target",
            Map.of("type", "Utilization", "averageUtilization", CPU_PERCENT)));
  }
}
