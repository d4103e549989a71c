package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;

/**
 * What informers hold: objects that carry the operator's label. Managed fields must not be stripped
 * from them. An object that is not here may be there all the same, as somebody else's.
 */
@FunctionalInterface
public interface KubeCache {

  /** The object as last seen; empty when it is not held. */
  Optional<GenericKubernetesResource> get(
      String apiVersion, String kind, String namespace, String name);

  /** Holds nothing, so that everything is read live. */
  static KubeCache none() {
    return (apiVersion, kind, namespace, name) -> Optional.empty();
  }
}
