package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.soundbite.operator.blueprint.Labels;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stands in a cache for an object that is too large to hold: its name, version and controller. Who
 * needs more reads the object live.
 */
public final class Stub {
  /**
   * Written into stubs only; an object that carries it by itself is read live, which is no harm.
   */
  private static final String MARK = "soundbite.io/stub";

  private static final Set<String> KEPT = Set.of(Labels.MANAGED_BY, Labels.ENVIRONMENT);

  private Stub() {}

  /** Returns a stub of {@code object}. */
  static GenericKubernetesResource of(GenericKubernetesResource object) {
    var metadata = object.getMetadata();
    var stub = new GenericKubernetesResource();
    stub.setApiVersion(object.getApiVersion());
    stub.setKind(object.getKind());
    stub.setMetadata(
        new ObjectMetaBuilder()
            .withName(metadata.getName())
            .withNamespace(metadata.getNamespace())
            .withUid(metadata.getUid())
            .withResourceVersion(metadata.getResourceVersion())
            .withGeneration(metadata.getGeneration())
            .withCreationTimestamp(metadata.getCreationTimestamp())
            .withDeletionTimestamp(metadata.getDeletionTimestamp())
            .withLabels(labels(object))
            .withAnnotations(Map.of(MARK, "true"))
            .withOwnerReferences(controllers(object))
            .build());
    return stub;
  }

  /** Whether {@code object} is one. */
  public static boolean is(GenericKubernetesResource object) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(MARK);
  }

  private static Map<String, String> labels(GenericKubernetesResource object) {
    var labels = object.getMetadata().getLabels();
    return labels == null
        ? Map.of()
        : labels.entrySet().stream()
            .filter(it -> KEPT.contains(it.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static List<OwnerReference> controllers(GenericKubernetesResource object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(it -> Boolean.TRUE.equals(it.getController()))
        .toList();
  }
}
