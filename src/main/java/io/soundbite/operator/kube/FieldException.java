package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Tree;
import java.util.List;

/**
 * A field of the operator's own objects that others may set although it does not: it is no drift.
 * Everything else outside {@code metadata} and {@code status} is.
 *
 * @param kinds the kinds of objects that have it
 * @param path of the field; {@code *} stands for one step of any name
 * @param condition when the exception holds
 * @param reason who sets it, and why that is left as it is
 */
record FieldException(List<String> kinds, String path, Condition condition, String reason) {

  /** When an exception holds, by the field's value and by whether another manager has set it. */
  enum Condition {
    ALWAYS("always"),
    /** A Service that once had no address keeps none. */
    UNLESS_NONE("unless it is None"),
    UNLESS_OTHERS("unless another field manager has set it");

    private final String words;

    Condition(String words) {
      this.words = words;
    }

    /** Returns whether it holds for {@code value}. */
    boolean holds(Tree value, boolean byOthers) {
      return switch (this) {
        case ALWAYS -> true;
        case UNLESS_NONE -> !value.equals(new Tree.Str("None"));
        case UNLESS_OTHERS -> !byOthers;
      };
    }

    /** In the words of docs/drift.md. */
    @Override
    public String toString() {
      return words;
    }
  }

  private static final List<String> WITH_PODS = List.of("Deployment", "Job");

  /** All of them. docs/drift.md has the same table. */
  static final List<FieldException> ALL =
      List.of(
          always(
              "Deployment",
              "/spec/replicas",
              "the autoscaler's, within its bounds; outside of them it is drift"),
          new FieldException(
              WITH_PODS,
              "/spec/template/metadata/annotations/*",
              Condition.ALWAYS,
              "anyone's: kubectl rollout restart sets one"),
          new FieldException(
              WITH_PODS,
              "/spec/template/metadata/labels/*",
              Condition.ALWAYS,
              "anyone's; the Job controller sets some"),
          new FieldException(
              WITH_PODS,
              "/spec/template/spec/serviceAccount",
              Condition.ALWAYS,
              "the API server's copy of serviceAccountName, which is compared"),
          always("Job", "/spec/selector", "the Job controller's"),
          new FieldException(
              List.of("Service"),
              "/spec/clusterIP",
              Condition.UNLESS_NONE,
              "the API server allocates it"),
          always("Service", "/spec/clusterIPs", "the API server allocates them"),
          always("Service", "/spec/ipFamilies", "the API server chooses them, by the cluster"),
          always(
              "Service",
              "/spec/healthCheckNodePort",
              "the API server allocates it for a type that is drift itself, and it goes with that"),
          always(
              "Service",
              "/spec/ports/*/nodePort",
              "the API server allocates it for a type that is drift itself, and it goes with that"),
          new FieldException(
              List.of("Ingress"),
              "/spec/ingressClassName",
              Condition.UNLESS_OTHERS,
              "admission (DefaultIngressClass) sets it on creation where spec.ingress.className is"
                  + " not set"),
          always(
              "ServiceAccount",
              "/imagePullSecrets",
              "registries' controllers add credentials for the nodes"),
          always("ServiceAccount", "/secrets", "token controllers add theirs"));

  FieldException {
    kinds = List.copyOf(kinds);
  }

  private static FieldException always(String kind, String path, String reason) {
    return new FieldException(List.of(kind), path, Condition.ALWAYS, reason);
  }
}
