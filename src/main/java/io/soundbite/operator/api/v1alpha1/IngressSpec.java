package io.soundbite.operator.api.v1alpha1;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the API is reached from outside the cluster. */
public record IngressSpec(
    @Nullable String className, @Nullable String tlsSecret, Map<String, String> annotations) {
  /** Copies the map. */
  public IngressSpec {
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
  }
}
