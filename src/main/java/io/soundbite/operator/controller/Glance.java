package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.soundbite.operator.kube.KubeCache;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Objects as they were when one turn first looked at them. What a slot should be is worked out from
 * how big it is; were it read again for the plan, a step of the autoscaler in between would look
 * like a difference, and be undone. Held to one sight, the write meets another version and fails.
 */
final class Glance implements KubeCache {
  private record Which(String apiVersion, String kind, String namespace, String name) {}

  private final KubeCache cache;
  private final ConcurrentMap<Which, Optional<GenericKubernetesResource>> seen =
      new ConcurrentHashMap<>();

  Glance(KubeCache cache) {
    this.cache = cache;
  }

  @Override
  public Optional<GenericKubernetesResource> get(
      String apiVersion, String kind, String namespace, String name) {
    return seen.computeIfAbsent(
        new Which(apiVersion, kind, namespace, name),
        it -> cache.get(it.apiVersion(), it.kind(), it.namespace(), it.name()));
  }
}
