package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Admission policies of the cluster for the operator's objects in one namespace. */
record AdmissionPolicies(KubernetesClient client, String namespace, List<HasMetadata> made)
    implements AutoCloseable {
  private static final String PROBE = "probe-of-policies";
  private static final PatchContext DRY =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withDryRun(List.of("All"))
          .build();
  private static final String PROBED =
      """
      {"status": {"conditions": [{"type": "Probe", "status": "True", "reason": "Probe",
        "message": "", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
      """;

  AdmissionPolicies(KubernetesClient client, String namespace) {
    this(client, namespace, new ArrayList<>());
  }

  /**
   * Changes objects of any kind within each write of them.
   *
   * @param patches by kind, a JSON patch in CEL
   */
  void mutate(Map<String, String> patches) {
    var expression = new StringBuilder();
    patches.forEach(
        (kind, patch) -> expression.append("object.kind == '%s' ? [%s] : ".formatted(kind, patch)));
    apply(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicy
        metadata: {name: NAME}
        spec:
          failurePolicy: Fail
          reinvocationPolicy: Never
          matchConstraints: CONSTRAINTS
          mutations:
          - patchType: JSONPatch
            jsonPatch:
              expression: >-
                object.metadata.name == '%s'
                ? [JSONPatch{op: "add", path: "/data/mutated", value: "yes"}]
                : %s []
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicyBinding
        metadata: {name: NAME}
        spec: {policyName: NAME}
        """
            .formatted(PROBE, expression));
    Awaitility.await("the policy is in force")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> probe().getOrDefault("mutated", "").equals("yes"));
  }

  /** Refuses each write of a kind, as {@code deployments}, with {@code message}. */
  void refuse(String resource, String message) {
    apply(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: NAME}
        spec:
          failurePolicy: Fail
          matchConstraints: CONSTRAINTS
          matchConditions:
          - {name: kind, expression: "request.resource.resource == '%s' || object.metadata.name == '%s'"}
          validations: [{expression: "false", message: "%s"}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: NAME}
        spec: {policyName: NAME, validationActions: [Deny]}
        """
            .formatted(resource, PROBE, message));
    awaitRefusal(message, this::probe);
  }

  /**
   * Refuses each status of an environment of which {@code condition}, in CEL, holds, with {@code
   * message}.
   *
   * @param environment that there is, by which it is found out when the policy is in force
   */
  void refuseStatus(Resource<SoundBiteEnvironment> environment, String condition, String message) {
    apply(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: NAME}
        spec:
          failurePolicy: Fail
          matchConstraints:
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
            resourceRules:
            - {apiGroups: [soundbite.io], apiVersions: ['*'], resources: [soundbiteenvironments/status], operations: [UPDATE]}
          validations:
          - expression: >-
              !(%s) && !object.status.conditions.exists(it, it.type == "Probe")
            message: "%s"
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: NAME}
        spec: {policyName: NAME, validationActions: [Deny]}
        """
            .formatted(namespace, condition, message));
    awaitRefusal(message, () -> environment.subresource("status").patch(DRY, PROBED));
  }

  private static void awaitRefusal(String message, Runnable write) {
    Awaitility.await("the policy is in force")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(
            () -> {
              try {
                write.run();
                return false;
              } catch (KubernetesClientException e) {
                return e.getMessage().contains(message);
              }
            });
  }

  private Map<String, String> probe() {
    return client
        .configMaps()
        .inNamespace(namespace)
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(PROBE)
                .withLabels(Map.of("app.kubernetes.io/managed-by", "soundbite-operator"))
                .endMetadata()
                .withData(Map.of("a", "b"))
                .build())
        .dryRun()
        .create()
        .getData();
  }

  private void apply(String yaml) {
    var named =
        yaml.replace("NAME", "test-" + namespace)
            .replace(
                "CONSTRAINTS",
                "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}, objectSelector: {matchLabels: {app.kubernetes.io/managed-by: soundbite-operator}}, resourceRules: [{apiGroups: ['', apps, autoscaling, networking.k8s.io, policy, batch], apiVersions: ['*'], resources: ['deployments', 'configmaps', 'services', 'serviceaccounts', 'ingresses', 'networkpolicies', 'horizontalpodautoscalers', 'poddisruptionbudgets', 'jobs'], operations: [CREATE, UPDATE]}]}"
                    .formatted(namespace));
    client
        .load(new ByteArrayInputStream(named.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(it -> made.add(client.resource(it).create()));
  }

  /** Takes them away. */
  void lift() {
    made.forEach(it -> client.resource(it).delete());
    made.clear();
  }

  @Override
  public void close() {
    lift();
  }
}
