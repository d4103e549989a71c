package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which versions the Kubernetes objects of environments have: the same as long as nobody writes.
 */
record ChildVersions(KubernetesClient client, String namespace) {
  private static final List<Class<? extends HasMetadata>> CHILDREN =
      List.of(
          Deployment.class,
          ConfigMap.class,
          Service.class,
          ServiceAccount.class,
          Ingress.class,
          NetworkPolicy.class,
          PodDisruptionBudget.class,
          HorizontalPodAutoscaler.class);

  /** Of all in the namespace whose names begin so. */
  Map<String, String> of(String prefix) {
    return CHILDREN.stream()
        .flatMap(this::all)
        .filter(it -> it.getMetadata().getName().startsWith(prefix))
        .collect(
            Collectors.toMap(
                it -> it.getKind() + "/" + it.getMetadata().getName(), ChildVersions::version));
  }

  private Stream<? extends HasMetadata> all(Class<? extends HasMetadata> kind) {
    return client.resources(kind).inNamespace(namespace).list().getItems().stream();
  }

  /** Changes with every write, but not with those of the cluster's own controllers. */
  private static String version(HasMetadata child) {
    var metadata = child.getMetadata();
    return switch (child) {
      case Deployment _, PodDisruptionBudget _ -> metadata.getGeneration().toString();
      case HorizontalPodAutoscaler _ ->
          metadata.getManagedFields().stream()
              .filter(field -> field.getManager().equals("soundbite-operator"))
              .map(field -> field.getTime())
              .toList()
              .toString();
      default -> metadata.getResourceVersion();
    };
  }
}
