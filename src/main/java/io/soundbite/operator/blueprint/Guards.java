package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What stands around the pods: identities, disruption budgets, network policies. */
record Guards(Environment environment) {

  /** All of them. */
  List<KubeObject> objects() {
    var objects = new ArrayList<KubeObject>();
    objects.add(serviceAccount(Workload.api()));
    objects.add(serviceAccount(Workload.processor()));
    Stream.of(Slot.values()).map(this::disruptionBudget).forEach(objects::add);
    objects.add(networkPolicy(Workload.api(), List.of(httpFromAnywhere())));
    objects.add(networkPolicy(Workload.processor(), List.of()));
    return objects;
  }

  /**
   * The role's ARN is what EKS's webhook gives the pods web identities by. Where the ServiceAccount
   * has an association too, the webhook gives new pods Pod Identity instead.
   */
  private KubeObject serviceAccount(Workload workload) {
    var names = environment.names();
    var account =
        Manifest.of(
            "v1", "ServiceAccount", workload, Tree.obj("automountServiceAccountToken", false));
    var podIdentity = environment.facts().podIdentity();
    var annotated =
        podIdentity == null || podIdentity.webIdentity()
            ? account.annotated(
                Map.of(
                    "eks.amazonaws.com/role-arn", names.roleArn(names.aws(workload.component()))))
            : account;
    return annotated.in(environment);
  }

  /** One at a time, and pods that are not ready may always go: a drain never hangs on them. */
  private KubeObject disruptionBudget(Slot slot) {
    var workload = Workload.api(slot);
    return Manifest.of(
            "policy/v1",
            "PodDisruptionBudget",
            workload,
            Tree.obj(
                "spec",
                Tree.obj(
                    "maxUnavailable",
                    1,
                    "unhealthyPodEvictionPolicy",
                    "AlwaysAllow",
                    "selector",
                    Tree.obj("matchLabels", workload.selector(environment)))))
        .in(environment);
  }

  /** Without rules nothing gets in but the node's own probes. What pods may call stays open. */
  private KubeObject networkPolicy(Workload workload, List<Tree> rules) {
    var spec =
        Tree.obj(
            "podSelector", Tree.obj("matchLabels", workload.selector(environment)),
            "policyTypes", List.of("Ingress"));
    return Manifest.of(
            "networking.k8s.io/v1",
            "NetworkPolicy",
            workload,
            Tree.obj("spec", rules.isEmpty() ? spec : spec.with("ingress", Tree.of(rules))))
        .in(environment);
  }

  private static Tree httpFromAnywhere() {
    return Tree.obj("ports", List.of(Map.of("port", PodTemplate.PORT, "protocol", "TCP")));
  }
}
