package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An informer's store for custom resources: it forgets who owns which of their fields, and the
 * annotations of others, which may be much larger than all the rest.
 */
final class LeanStore extends BasicItemStore<SoundBiteEnvironment> {

  LeanStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  /**
   * Returns one for the controller's own informers, of which there must be one; null for several,
   * which JOSDK would give the same store.
   *
   * @param namespaces watched, with an informer each; empty for all, with one informer
   */
  static @Nullable ItemStore<SoundBiteEnvironment> of(Set<String> namespaces) {
    return namespaces.size() > 1 ? null : new LeanStore();
  }

  /** Keeps of {@code resource} what is ours to read, and returns what was kept before. */
  @Override
  public @Nullable SoundBiteEnvironment put(String key, SoundBiteEnvironment resource) {
    resource.getMetadata().setManagedFields(List.of());
    resource.getMetadata().setAnnotations(Annotations.ours(resource));
    return super.put(key, resource);
  }
}
