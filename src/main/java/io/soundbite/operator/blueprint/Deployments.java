package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Deployments and their ConfigMaps: one pair for each slot, one for the processor. */
record Deployments(Environment environment) {
  private static final String DEPLOYMENT = "Deployment";
  private static final String CONFIG_MAP = "ConfigMap";
  private static final String SERVICE_ACCOUNT = "ServiceAccount";

  /** A slot's. */
  List<KubeObject> slot(Slot slot, Release release, SlotTarget slots) {
    return pair(Workload.api(slot), release, release.config(), slots.size(slot), slots.marks(slot));
  }

  /** The processor's; it knows table and bucket by further names. */
  List<KubeObject> processor(Release release) {
    var config = new TreeMap<>(release.config());
    config.put("TABLE_NAME", environment.names().table());
    config.put("BUCKET_NAME", environment.names().bucket());
    var replicas = environment.spec().processor().replicas();
    return pair(Workload.processor(), release, config, replicas, Map.of());
  }

  /** All of them, with nothing but their names. */
  List<KubeObject> bare() {
    return bare("apps/v1", DEPLOYMENT);
  }

  /** Their ConfigMaps, with nothing but their names. */
  List<KubeObject> bareConfigs() {
    return bare("v1", CONFIG_MAP);
  }

  private List<KubeObject> bare(String apiVersion, String kind) {
    return Stream.concat(
            Stream.of(Slot.values()).map(Workload::api), Stream.of(Workload.processor()))
        .map(workload -> Manifest.of(apiVersion, kind, workload, Tree.obj()).in(environment))
        .toList();
  }

  private List<KubeObject> pair(
      Workload workload,
      Release release,
      SortedMap<String, String> config,
      int replicas,
      Map<String, String> annotations) {
    var configMap = Manifest.of("v1", CONFIG_MAP, workload, Tree.obj("data", config));
    var deployment =
        Manifest.of(
                "apps/v1",
                DEPLOYMENT,
                workload,
                Tree.obj(
                    "spec",
                    Tree.obj(
                        "replicas", replicas,
                        "revisionHistoryLimit", 2,
                        "progressDeadlineSeconds",
                            environment.spec().rollout().deadline().toSeconds(),
                        "selector", Tree.obj("matchLabels", workload.selector(environment)),
                        "strategy",
                            Tree.obj(
                                "type",
                                "RollingUpdate",
                                "rollingUpdate",
                                Tree.obj("maxUnavailable", 0, "maxSurge", "25%")),
                        "template",
                            new PodTemplate(environment, workload, release, config).tree())))
            .annotated(annotations)
            .after(workload.id(CONFIG_MAP), SERVICE_ACCOUNT + "/" + workload.component());
    return List.of(configMap.in(environment), deployment.in(environment));
  }
}
