package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.soundbite.operator.blueprint.Labels;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reduces pods to what is read of them: their status, and of their metadata what says whose they
 * are, how old, and what holds them. A pod's specification is its Deployment's or Job's.
 */
public final class LeanPod {
  private static final Set<String> PREFIXES =
      Set.of("soundbite.io/", "app.kubernetes.io/", "batch.kubernetes.io/");

  private LeanPod() {}

  /** Returns what is read of {@code pod}; empty when it names no environment. */
  public static Optional<GenericKubernetesResource> of(GenericKubernetesResource pod) {
    var metadata = pod.getMetadata();
    var labels = ours(metadata.getLabels());
    if (!labels.containsKey(Labels.ENVIRONMENT)) {
      return Optional.empty();
    }
    var lean = new GenericKubernetesResource();
    lean.setApiVersion(pod.getApiVersion());
    lean.setKind(pod.getKind());
    lean.setMetadata(
        new ObjectMetaBuilder()
            .withName(metadata.getName())
            .withNamespace(metadata.getNamespace())
            .withUid(metadata.getUid())
            .withResourceVersion(metadata.getResourceVersion())
            .withCreationTimestamp(metadata.getCreationTimestamp())
            .withDeletionTimestamp(metadata.getDeletionTimestamp())
            .withFinalizers(metadata.getFinalizers())
            .withLabels(labels)
            .withAnnotations(ours(metadata.getAnnotations()))
            .build());
    lean.setAdditionalProperty("status", pod.getAdditionalProperties().get("status"));
    return Optional.of(lean);
  }

  private static Map<String, String> ours(@Nullable Map<String, String> all) {
    return Objects.requireNonNullElse(all, Map.<String, String>of()).entrySet().stream()
        .filter(it -> PREFIXES.stream().anyMatch(it.getKey()::startsWith))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
