package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;

/**
 * An informer's store for objects that are looked at and not compared: it forgets who owns which of
 * their fields, which is the larger part of a small object. Where the operator asks for that, with
 * its own children, informers keep it.
 *
 * @param <T> the kind of object
 */
public final class LeanStore<T extends HasMetadata> extends BasicItemStore<T> {

  /** Made by informers. */
  public LeanStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  /** Keeps {@code object} without its managed fields, and returns what was kept before. */
  @Override
  public T put(String key, T object) {
    object.getMetadata().setManagedFields(List.of());
    return super.put(key, object);
  }
}
