package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.source.PrimaryToSecondaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.soundbite.operator.kube.Pages;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An event source's configuration with a store of its own for each informer, one of which watches
 * each namespace. JOSDK would give all of them the same, and each takes out of it what it has not
 * listed itself.
 *
 * @param wrapped everything else
 * @param stores makes one
 */
record StorePerInformer<R extends HasMetadata>(
    InformerEventSourceConfiguration<R> wrapped, Supplier<ItemStore<R>> stores)
    implements InformerEventSourceConfiguration<R> {

  /**
   * As {@code InformerEventSourceConfiguration.from} and its builder make it, but for the store.
   */
  static <R extends HasMetadata> InformerEventSourceConfiguration<R> of(
      Builder<R> builder, Supplier<ItemStore<R>> stores) {
    return new StorePerInformer<>(builder.withInformerListLimit(Pages.SIZE).build(), stores);
  }

  @Override
  public InformerConfiguration<R> getInformerConfig() {
    return new Informers<>(wrapped.getInformerConfig(), stores);
  }

  @Override
  public SecondaryToPrimaryMapper<R> getSecondaryToPrimaryMapper() {
    return wrapped.getSecondaryToPrimaryMapper();
  }

  @Override
  public <P extends HasMetadata> PrimaryToSecondaryMapper<P> getPrimaryToSecondaryMapper() {
    return wrapped.getPrimaryToSecondaryMapper();
  }

  @Override
  public Optional<GroupVersionKind> getGroupVersionKind() {
    return wrapped.getGroupVersionKind();
  }

  @Override
  public Optional<KubernetesClient> getKubernetesClient() {
    return wrapped.getKubernetesClient();
  }

  /** JOSDK asks for the store once for each informer that it makes. */
  static final class Informers<R extends HasMetadata> extends InformerConfiguration<R> {
    private final Supplier<ItemStore<R>> stores;

    private Informers(InformerConfiguration<R> it, Supplier<ItemStore<R>> stores) {
      super(
          it.getResourceClass(),
          it.getName(),
          it.getNamespaces(),
          it.getFollowControllerNamespaceChanges(),
          it.getLabelSelector(),
          it.getOnAddFilter(),
          it.getOnUpdateFilter(),
          it.getOnDeleteFilter(),
          it.getGenericFilter(),
          null,
          it.getInformerListLimit(),
          it.getFieldSelector(),
          it.isComparableResourceVersions(),
          it.getGhostResourceCacheCheckInterval());
      this.stores = stores;
    }

    @Override
    public ItemStore<R> getItemStore() {
      return stores.get();
    }
  }
}
