package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Ownership;
import java.util.Optional;

/**
 * Shows of a cache only what belongs to one environment. An object of its names that has no owner,
 * or another, is no slot of it and no Service: the plan tells whose it is.
 */
public record OwnObjects(KubeCache cache, KubeApi api, Owner owner) implements KubeCache {
  @Override
  public Optional<GenericKubernetesResource> get(
      String apiVersion, String kind, String namespace, String name) {
    return cache.get(apiVersion, kind, namespace, name).filter(this::isOwn);
  }

  private boolean isOwn(GenericKubernetesResource object) {
    return Holder.of(api.tree(object), owner.cluster()).equals(new Ownership.OwnedBy(owner));
  }
}
