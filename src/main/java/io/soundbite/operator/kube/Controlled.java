package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.soundbite.operator.blueprint.Environment;
import java.util.Optional;

/**
 * Tells which objects an environment controls. Others that carry the operator's labels, which are
 * anybody's to write, are not held: where one is in the way, it is read live.
 */
public final class Controlled {
  private Controlled() {}

  /** Returns {@code object} as it is, managed fields included; empty when none controls it. */
  public static Optional<GenericKubernetesResource> whole(GenericKubernetesResource object) {
    return Optional.of(object)
        .filter(it -> it.getMetadata().getOwnerReferences().stream().anyMatch(Controlled::is));
  }

  private static boolean is(OwnerReference reference) {
    return Boolean.TRUE.equals(reference.getController())
        && Environment.KIND.equals(reference.getKind())
        && reference.getApiVersion().startsWith(Holder.GROUP);
  }
}
