package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.IngressSpec;
import java.time.Duration;

/**
 * Tells how long the load balancer in front of an environment takes until a pod that the live
 * Service selects is sent requests, and until then answers with errors if no other pod is left.
 *
 * <p>The AWS Load Balancer Controller registers each pod as a target, which is healthy after the
 * registration and two to five health checks. Its readiness gates hold a rollout back until then,
 * but are injected into pods only while the Service of the Ingress selects them, which pods of the
 * idle slot are not.
 *
 * @see <a
 *     href="https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/">Pod
 *     readiness gate</a>
 */
final class Registration {
  private static final String ALB_CLASS = "alb";
  private static final String ALB_ANNOTATION = "alb.ingress.kubernetes.io/";

  /** The registration, and five health checks at the controller's default of 15 s. */
  private static final Duration ALB = Duration.ofSeconds(90);

  private Registration() {}

  /**
   * Returns how long pods need that {@code ingress} leads to; zero where endpoints are followed.
   */
  static Duration of(IngressSpec ingress) {
    var alb =
        ALB_CLASS.equals(ingress.className())
            || ingress.annotations().keySet().stream()
                .anyMatch(it -> it.startsWith(ALB_ANNOTATION));
    return alb ? ALB : Duration.ZERO;
  }
}
