package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An informer's store that anybody who may create objects in a watched namespace can't fill: it
 * holds of each object only what is needed, nothing of those that concern no environment, and of
 * each namespace no more than fits. What does not fit is there as a {@link Stub}. What objects have
 * in common is held once.
 */
public final class BoundedStore extends BasicItemStore<GenericKubernetesResource> {
  /** In one store; a hundred environments in one namespace take about half of it. */
  private static final long NAMESPACE_BYTES = 8L << 20;

  /** More than any object that the operator renders. */
  private static final long OBJECT_BYTES = 512L << 10;

  private final Function<GenericKubernetesResource, Optional<GenericKubernetesResource>> needed;
  private final SharedValues values = new SharedValues();
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();
  private final Map<String, Long> namespaces = new ConcurrentHashMap<>();

  /**
   * @param needed of an object; empty when it is not needed at all
   */
  public BoundedStore(
      Function<GenericKubernetesResource, Optional<GenericKubernetesResource>> needed) {
    super(Cache::metaNamespaceKeyFunc);
    this.needed = needed;
  }

  /** Holds of {@code object} what is needed, and returns what was held before. */
  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    var namespace = String.valueOf(object.getMetadata().getNamespace());
    free(key, namespace);
    var kept = needed.apply(object);
    if (kept.isEmpty()) {
      return super.remove(key);
    }
    var size = ObjectSize.of(kept.get());
    var held = namespaces.getOrDefault(namespace, 0L);
    if (size > OBJECT_BYTES || held + size > NAMESPACE_BYTES) {
      return super.put(key, Stub.of(kept.get()));
    }
    values.compact(kept.get());
    sizes.put(key, size);
    namespaces.merge(namespace, size, Long::sum);
    return super.put(key, kept.get());
  }

  @Override
  public @Nullable GenericKubernetesResource remove(String key) {
    var removed = super.remove(key);
    if (removed != null) {
      free(key, String.valueOf(removed.getMetadata().getNamespace()));
    }
    return removed;
  }

  private void free(String key, String namespace) {
    var size = sizes.remove(key);
    if (size != null) {
      namespaces.computeIfPresent(
          namespace, (any, held) -> held.equals(size) ? null : (Long) (held - size));
    }
  }
}
