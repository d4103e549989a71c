package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The kinds of Kubernetes objects an environment consists of, its stored releases included. */
public final class KubeKinds {
  private static final Map<String, ResourceDefinitionContext> CONTEXTS =
      List.<Class<? extends HasMetadata>>of(
              ConfigMap.class,
              ControllerRevision.class,
              Deployment.class,
              HorizontalPodAutoscaler.class,
              Ingress.class,
              Job.class,
              NetworkPolicy.class,
              PodDisruptionBudget.class,
              Service.class,
              ServiceAccount.class)
          .stream()
          .map(ResourceDefinitionContext::fromResourceType)
          .collect(Collectors.toUnmodifiableMap(KubeKinds::apiVersionAndKind, it -> it));

  private KubeKinds() {}

  /** All of them, for watches. */
  public static List<ResourceDefinitionContext> all() {
    return List.copyOf(CONTEXTS.values());
  }

  /**
   * How the API addresses a kind.
   *
   * @throws IllegalArgumentException when no environment has objects of the kind: a mistake in the
   *     blueprint
   */
  static ResourceDefinitionContext of(String apiVersion, String kind) {
    var context = CONTEXTS.get(apiVersion + " " + kind);
    if (context == null) {
      throw new IllegalArgumentException("add " + apiVersion + " " + kind + " to KubeKinds");
    }
    return context;
  }

  private static String apiVersionAndKind(ResourceDefinitionContext context) {
    var group = context.getGroup() == null ? "" : context.getGroup();
    return (group.isEmpty() ? "" : group + "/") + context.getVersion() + " " + context.getKind();
  }
}
