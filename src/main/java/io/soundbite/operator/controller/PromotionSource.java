package io.soundbite.operator.controller;

import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.status.Standing;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The environment that {@code spec.promotion.from} names, as an informer holds it: one of its own,
 * since the controller's never tells of what the operator itself wrote to a status.
 */
record PromotionSource(Context<SoundBiteEnvironment> context) {
  /** Of the event source, and of the index of environments by the one they name. */
  private static final String NAME = "promotion-source";

  /**
   * Wakes those that name an environment when it comes, goes, or stands otherwise than before. What
   * does not count for them wakes nobody, so that no ring of environments keeps itself awake.
   */
  static InformerEventSource<SoundBiteEnvironment, SoundBiteEnvironment> eventSource(
      EventSourceContext<SoundBiteEnvironment> context) {
    var environments = context.getPrimaryCache();
    environments.addIndexer(NAME, it -> id(it).map(PromotionSource::text).stream().toList());
    return new InformerEventSource<>(
        StorePerInformer.of(
            InformerEventSourceConfiguration.from(
                    SoundBiteEnvironment.class, SoundBiteEnvironment.class)
                .withName(NAME)
                .<SoundBiteEnvironment>withPrimaryToSecondaryMapper(
                    it -> id(it).stream().collect(Collectors.toSet()))
                .withSecondaryToPrimaryMapper(
                    it ->
                        environments.byIndex(NAME, text(ResourceID.fromResource(it))).stream()
                            .map(ResourceID::fromResource)
                            .collect(Collectors.toSet()))
                .withOnUpdateFilter((now, was) -> !seen(now).equals(seen(was)))
                .withNamespacesInheritedFromController(),
            LeanStore::new),
        context);
  }

  /** As last seen; empty when {@code environment} names none, or there is none of that name. */
  Optional<SoundBiteEnvironment> of(SoundBiteEnvironment environment) {
    return id(environment).flatMap(source()::get).filter(it -> it.unreadable().isEmpty());
  }

  /** What of an environment counts for those that name it. */
  private static List<Object> seen(SoundBiteEnvironment environment) {
    var image = Optional.ofNullable(EnvironmentStatus.of(environment).image());
    return List.of(Standing.of(environment), image.map(ImageStatus::repository));
  }

  private static Optional<ResourceID> id(SoundBiteEnvironment environment) {
    var own = environment.getMetadata().getNamespace();
    return environment.unreadable().isPresent()
        ? Optional.empty()
        : environment.getSpec().source().map(it -> new ResourceID(it.name(), it.namespaceOr(own)));
  }

  private static String text(ResourceID id) {
    return id.getNamespace().orElseThrow() + "/" + id.getName();
  }

  @SuppressWarnings("unchecked") // made above
  private InformerEventSource<SoundBiteEnvironment, SoundBiteEnvironment> source() {
    return (InformerEventSource<SoundBiteEnvironment, SoundBiteEnvironment>)
        context.eventSourceRetriever().getEventSourceFor(SoundBiteEnvironment.class, NAME);
  }
}
