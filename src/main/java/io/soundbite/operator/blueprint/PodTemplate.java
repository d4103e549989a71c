package io.soundbite.operator.blueprint;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

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

  /** Of the API, for requests that are under way after it has drained. */
  private static final int REQUESTS_SECONDS = 30;

  /**
   * For how long a pod of the API serves on after it was deleted: the AWS Load Balancer Controller
   * takes some seconds to deregister it, and the load balancer some more to send it nothing.
   *
   * @see <a href="https://docs.aws.amazon.com/eks/latest/best-practices/load-balancing.html">EKS
   *     best practices, load balancing: use a preStop hook</a>
   */
  private static final int DRAIN_SECONDS = 30;

  private static final int FORMER_DRAIN_SECONDS = 5;
  private static final int FORMER_GRACE_SECONDS = 30;

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
            isApi() ? apiGrace() : PROCESSOR_GRACE_SECONDS,
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
    var variables = variables();
    if (!variables.isEmpty()) {
      container = container.with("env", Tree.of(variables));
    }
    if (isApi()) {
      return container.with(
          "lifecycle", Tree.obj("preStop", Map.of("sleep", Map.of("seconds", drain()))));
    }
    return pod.processorCommand().isEmpty()
        ? container
        : container.with("command", Tree.of(pod.processorCommand()));
  }

  private int drain() {
    return drainsSlowly() ? DRAIN_SECONDS : FORMER_DRAIN_SECONDS;
  }

  private int apiGrace() {
    return drainsSlowly() ? DRAIN_SECONDS + REQUESTS_SECONDS : FORMER_GRACE_SECONDS;
  }

  private boolean drainsSlowly() {
    return release.pod().version() >= Releases.SLOW_DRAIN;
  }

  private boolean isApi() {
    return workload.stack() == Stack.API;
  }

  /** Variables of the container itself, which win over those of its ConfigMap. */
  private List<Tree> variables() {
    return Stream.concat(region(), secrets()).toList();
  }

  /**
   * The region of the environment, by both names that SDKs read: to a container that has neither
   * EKS adds the region of the cluster.
   *
   * @see <a href="https://github.com/aws/amazon-eks-pod-identity-webhook">EKS's webhook, which
   *     mutates pods whose ServiceAccount has a role</a>
   */
  private Stream<Tree> region() {
    return release.pod().version() < Releases.REGION_IN_CONTAINER
        ? Stream.empty()
        : Stream.of(AppConfig.REGION, "AWS_DEFAULT_REGION")
            .map(name -> Variables.plain(name, environment.facts().region()));
  }

  private Stream<Tree> secrets() {
    return release.secrets().entrySet().stream()
        .map(entry -> Variables.secret(entry.getKey(), entry.getValue()));
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
