package io.soundbite.operator.blueprint;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How the pods of a workload look. A change here is another release: raise {@link
 * Releases#VERSION}, so that it goes through the slots.
 *
 * @param config what the workload's ConfigMap holds
 */
record PodTemplate(
    Environment environment, Workload workload, Release release, SortedMap<String, String> config) {
  static final int PORT = 3000;
  static final String TAG = "soundbite.io/tag";

  static final String CONFIG = "soundbite.io/config";

  /** Tells the cluster's log agent where the pod's lines go. */
  static final String LOG_GROUP = "soundbite.io/log-group";

  /** Longer than a job may take (120 s): a processor that is told to stop finishes it. */
  private static final int PROCESSOR_GRACE_SECONDS = 140;

  private static final int API_GRACE_SECONDS = 30;

  Tree.Obj tree() {
    return Tree.obj(
        "metadata",
        Map.of(
            "labels",
            workload.labels(environment),
            // The hash makes pods of one slot belong to one configuration.
            "annotations",
            Map.of(
                TAG,
                release.tag(),
                Release.ANNOTATION,
                release.hash(),
                CONFIG,
                Hash.of(Tree.of(config)),
                LOG_GROUP,
                environment.names().logGroup(workload.component()))),
        "spec",
        spec());
  }

  private Tree spec() {
    var spec =
        Tree.obj(
            "serviceAccountName",
            environment.names().kube(workload.component()),
            // IAM's token is projected by EKS's webhook; nothing here calls the API server.
            "automountServiceAccountToken",
            false,
            "enableServiceLinks",
            false,
            "terminationGracePeriodSeconds",
            isApi() ? API_GRACE_SECONDS : PROCESSOR_GRACE_SECONDS,
            "securityContext",
            Hardening.POD,
            "topologySpreadConstraints",
            List.of(spread("topology.kubernetes.io/zone"), spread("kubernetes.io/hostname")),
            "volumes",
            Hardening.VOLUMES,
            "containers",
            List.of(container()));
    return Placement.of(release.pod(), spec);
  }

  private Tree container() {
    var pod = release.pod();
    var container =
        Tree.obj(
            "name", workload.component(),
            "image", release.image(),
            "imagePullPolicy", "IfNotPresent",
            "ports", List.of(Map.of("name", "http", "containerPort", PORT, "protocol", "TCP")),
            "envFrom",
                List.of(
                    Map.of(
                        "configMapRef",
                        Map.of("name", environment.names().kube(workload.suffix())))),
            "resources", Map.of("requests", pod.requests(), "limits", pod.limits()),
            "securityContext", Hardening.CONTAINER,
            "startupProbe", probe(2, 3, 60),
            "livenessProbe", probe(10, 5, 3),
            "readinessProbe", probe(5, 3, 3),
            "volumeMounts", Hardening.MOUNTS);
    if (!release.secrets().isEmpty()) {
      container = container.with("env", secrets());
    }
    if (isApi()) {
      // Load balancers learn late that a pod goes: it serves on for a moment.
      return container.with(
          "lifecycle", Tree.obj("preStop", Map.of("sleep", Map.of("seconds", 5))));
    }
    return pod.processorCommand().isEmpty()
        ? container
        : container.with("command", Tree.of(pod.processorCommand()));
  }

  private boolean isApi() {
    return workload.stack() == Stack.API;
  }

  private Tree secrets() {
    return new Tree.Arr(
        release.secrets().entrySet().stream()
            .<Tree>map(entry -> Variables.secret(entry.getKey(), entry.getValue()))
            .toList());
  }

  /** Spread where the cluster allows; a small cluster still runs them. */
  private Tree spread(String topologyKey) {
    return Tree.obj(
        "maxSkew",
        1,
        "topologyKey",
        topologyKey,
        "whenUnsatisfiable",
        "ScheduleAnyway",
        "labelSelector",
        Map.of("matchLabels", workload.selector(environment)));
  }

  private static Tree probe(int periodSeconds, int timeoutSeconds, int failureThreshold) {
    return Tree.obj(
        "httpGet", Map.of("path", "/health", "port", "http", "scheme", "HTTP"),
        "periodSeconds", periodSeconds,
        "timeoutSeconds", timeoutSeconds,
        "failureThreshold", failureThreshold);
  }
}
