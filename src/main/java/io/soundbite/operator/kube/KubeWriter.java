package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.function.UnaryOperator;

/**
 * What every create and update goes through, so that informers learn of it at once and do not wake
 * the reconciler for the operator's own writes: JOSDK's {@code resourceOperations().resourcePatch(
 * object, write, eventSource)}.
 */
@FunctionalInterface
public interface KubeWriter {

  /**
   * Runs {@code write}, which calls the API server once, and returns what it returned.
   *
   * @param object what is written; names kind, namespace and name
   */
  GenericKubernetesResource through(
      GenericKubernetesResource object, UnaryOperator<GenericKubernetesResource> write);

  /** Just runs it. */
  static KubeWriter plain() {
    return (object, write) -> write.apply(object);
  }
}
