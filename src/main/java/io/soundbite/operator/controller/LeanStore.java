package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An informer's store for objects that are looked at and not compared: it forgets who owns which of
 * their fields, which is the larger part of a small object. Where the operator asks for that, with
 * its own children, informers keep it.
 *
 * @param <T> the kind of object
 */
final class LeanStore<T extends HasMetadata> extends BasicItemStore<T> {

  private LeanStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  /**
   * A store for an event source with one informer; null for one with several. JOSDK gives all of
   * them the same store, and each takes out of it what it has not listed itself.
   *
   * @param namespaces watched, with an informer each; empty for all, with one informer
   */
  static <T extends HasMetadata> @Nullable ItemStore<T> of(Set<String> namespaces) {
    return namespaces.size() > 1 ? null : new LeanStore<>();
  }

  /** Keeps {@code object} without its managed fields, and returns what was kept before. */
  @Override
  public T put(String key, T object) {
    object.getMetadata().setManagedFields(List.of());
    return super.put(key, object);
  }
}
