package io.soundbite.operator.engine;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.soundbite.operator.blueprint.Canonical;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields that kinds of Kubernetes objects have, set or not, as the client's model of the API
 * knows them. Others may set any of them, so that a path may name any of them.
 */
final class ManifestFields {
  private static final Map<String, Class<?>> KINDS =
      Stream.<Class<?>>of(
              ConfigMap.class,
              Deployment.class,
              HorizontalPodAutoscaler.class,
              Ingress.class,
              Job.class,
              NetworkPolicy.class,
              PodDisruptionBudget.class,
              Service.class,
              ServiceAccount.class)
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, it -> it));

  /** Is not compared, or says which object it is. */
  private static final Set<String> NOT_COMPARED =
      Set.of("apiVersion", "kind", "metadata", "status");

  private ManifestFields() {}

  /** Returns whether objects of {@code kind} have the field that {@code steps} lead to. */
  static boolean has(String kind, List<String> steps) {
    var type = KINDS.get(kind);
    return type != null && !NOT_COMPARED.contains(steps.getFirst()) && has(type, "", steps);
  }

  private static boolean has(Type type, String field, List<String> steps) {
    if (steps.isEmpty()) {
      return true;
    }
    var rest = steps.subList(1, steps.size());
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      return generic.getRawType().equals(Map.class)
          ? rest.isEmpty()
          : generic.getRawType().equals(List.class)
              && Canonical.isKeyed(field)
              && has(arguments[0], "", rest);
    }
    return type instanceof Class<?> model
        && field(model, steps.getFirst())
            .filter(it -> has(it.getGenericType(), steps.getFirst(), rest))
            .isPresent();
  }

  /** Names that Java has reserved are written with an underscore. */
  private static Optional<Field> field(Class<?> model, String name) {
    return model.getName().startsWith("io.fabric8.kubernetes.api.model")
        ? Arrays.stream(model.getDeclaredFields())
            .filter(it -> it.getName().equals(name) || it.getName().equals("_" + name))
            .findFirst()
        : Optional.empty();
  }
}
