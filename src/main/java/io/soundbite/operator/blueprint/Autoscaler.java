package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.List;
import java.util.Map;

/**
 * The autoscaler of the live slot. It aims at 70 % of the requested CPU: below the alarm's 80 % of
 * the limit, with room for what arrives while a pod starts.
 */
record Autoscaler(Environment environment, Slot live) {
  private static final int CPU_PERCENT = 70;

  /**
   * Its object.
   *
   * @param released whether there is a Deployment to wait for
   */
  KubeObject object(boolean released) {
    var target = Workload.api(live);
    var bounds = Bounds.of(environment.spec().features());
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
    return (released ? manifest.after(target.id("Deployment")) : manifest).in(environment);
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
