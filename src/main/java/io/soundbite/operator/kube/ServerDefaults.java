package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Canonical;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.FieldDiff;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The values that the API server gives to fields that the operator does not set. Such a value is no
 * drift, also where another has set it; any other is.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/">Kubernetes API reference</a>
 */
final class ServerDefaults {
  private static final List<String> CONTAINERS = List.of("containers", "initContainers");
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");

  /** Of Deployments and Jobs, below the pod's specification. */
  private static final String POD =
      """
      /dnsPolicy "ClusterFirst"
      /restartPolicy "Always"
      /schedulerName "default-scheduler"
      /securityContext {}
      /terminationGracePeriodSeconds 30
      """;

  private static final String CONTAINER =
      """
      /imagePullPolicy "Always"
      /imagePullPolicy "IfNotPresent"
      /lifecycle/postStart/httpGet/path "/"
      /lifecycle/postStart/httpGet/scheme "HTTP"
      /lifecycle/preStop/httpGet/path "/"
      /lifecycle/preStop/httpGet/scheme "HTTP"
      /ports/*/protocol "TCP"
      /terminationMessagePath "/dev/termination-log"
      /terminationMessagePolicy "File"
      """;

  private static final String PROBE =
      """
      /failureThreshold 3
      /grpc/service ""
      /httpGet/path "/"
      /httpGet/scheme "HTTP"
      /periodSeconds 10
      /successThreshold 1
      /timeoutSeconds 1
      """;

  private static final String JOB =
      """
      /spec/completionMode "NonIndexed"
      /spec/completions 1
      /spec/manualSelector false
      /spec/parallelism 1
      /spec/podReplacementPolicy "TerminatingOrFailed"
      /spec/suspend false
      """;

  private static final String SERVICE =
      """
      /spec/allocateLoadBalancerNodePorts true
      /spec/externalTrafficPolicy "Cluster"
      /spec/internalTrafficPolicy "Cluster"
      /spec/ipFamilyPolicy "SingleStack"
      /spec/ports/*/protocol "TCP"
      /spec/sessionAffinity "None"
      /spec/sessionAffinityConfig/clientIP/timeoutSeconds 10800
      """;

  private static final String AUTOSCALER =
      """
      /spec/behavior/scaleDown/policies [{"type":"Percent","value":100,"periodSeconds":15}]
      /spec/behavior/scaleDown/selectPolicy "Max"
      /spec/behavior/scaleUp/policies [{"type":"Pods","value":4,"periodSeconds":15},{"type":"Percent","value":100,"periodSeconds":15}]
      /spec/behavior/scaleUp/selectPolicy "Max"
      /spec/behavior/scaleUp/stabilizationWindowSeconds 0
      """;

  /**
   * One default.
   *
   * @param path {@code *} stands for one step of any name
   */
  record Row(String path, Tree value) {}

  /** The API server keeps the old value where this is removed, so that it has to be written. */
  private static final String KEPT = "/spec/ipFamilyPolicy";

  private ServerDefaults() {}

  /**
   * Returns {@code diff} of an object of {@code kind} as it is written: with the default where
   * removing the field would not bring it.
   */
  static FieldDiff written(String kind, FieldDiff diff) {
    return kind.equals("Service") && diff.path().equals(KEPT) && diff.want() == null
        ? new FieldDiff(KEPT, new Tree.Str("SingleStack"), diff.have(), diff.nature())
        : diff;
  }

  /** Returns those of {@code kind}; a field may have more than one, by what else is set. */
  static Stream<Row> of(String kind) {
    return switch (kind) {
      case "Deployment" -> pods();
      case "HorizontalPodAutoscaler" -> rows("", AUTOSCALER);
      case "Job" -> Stream.concat(pods(), rows("", JOB));
      case "Service" -> rows("", SERVICE);
      default -> Stream.of();
    };
  }

  private static Stream<Row> pods() {
    var pod = "/spec/template/spec";
    return Stream.concat(
        rows(pod, POD),
        CONTAINERS.stream()
            .map(containers -> pod + "/" + containers + "/*")
            .flatMap(
                container ->
                    Stream.concat(
                        rows(container, CONTAINER),
                        PROBES.stream().flatMap(probe -> rows(container + "/" + probe, PROBE)))));
  }

  private static Stream<Row> rows(String below, String table) {
    return table.lines().map(line -> row(below, line));
  }

  private static Row row(String below, String line) {
    int end = line.indexOf(' ');
    var value = Canonical.of(Tree.obj("value", Json.read(line.substring(end + 1))));
    return new Row(
        below + line.substring(0, end),
        Objects.requireNonNullElse(value.get("value"), new Tree.Str("")));
  }
}
