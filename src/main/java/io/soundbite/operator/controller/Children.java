package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Labels;
import io.soundbite.operator.kube.BoundedStore;
import io.soundbite.operator.kube.Controlled;
import io.soundbite.operator.kube.KubeCache;
import io.soundbite.operator.kube.KubeKinds;
import io.soundbite.operator.kube.KubeWriter;
import io.soundbite.operator.kube.Stub;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The environment's Kubernetes objects as informers hold them: one event source for each kind. */
record Children(Context<SoundBiteEnvironment> context) implements KubeCache, KubeWriter {
  /** Of those objects of one environment that are too large to hold, read in one turn. */
  private static final int LARGE = 16;

  /** Selects them. */
  static final String OURS = Labels.MANAGED_BY + "=" + Labels.OPERATOR;

  static List<InformerEventSource<GenericKubernetesResource, SoundBiteEnvironment>> eventSources(
      EventSourceContext<SoundBiteEnvironment> context) {
    return Stream.concat(
            KubeKinds.all().stream().map(kind -> eventSource(kind, context)),
            Stream.of(PodWatch.eventSource(context)))
        .toList();
  }

  @Override
  public Optional<GenericKubernetesResource> get(
      String apiVersion, String kind, String namespace, String name) {
    return source(kind).get(new ResourceID(name, namespace)).flatMap(this::whole);
  }

  /** All of a kind, of every environment. */
  Stream<GenericKubernetesResource> all(String kind) {
    return source(kind).list().flatMap(it -> whole(it).stream());
  }

  /** All of a kind, of this environment; of those too large to hold, only some. */
  Stream<GenericKubernetesResource> own(String kind) {
    var own = source(kind).getSecondaryResources(context.getPrimaryResource());
    return Stream.concat(
        own.stream().filter(it -> !Stub.is(it)),
        own.stream().filter(Stub::is).limit(LARGE).flatMap(it -> whole(it).stream()));
  }

  /** The object itself, read live if only a stub of it is held; pods are not needed so much. */
  private Optional<GenericKubernetesResource> whole(GenericKubernetesResource held) {
    if (!Stub.is(held)) {
      return Optional.of(held);
    }
    return held.getKind().equals(PodWatch.KIND)
        ? Optional.empty()
        : Optional.ofNullable(
            context
                .getClient()
                .genericKubernetesResources(held.getApiVersion(), held.getKind())
                .inNamespace(held.getMetadata().getNamespace())
                .withName(held.getMetadata().getName())
                .get());
  }

  @Override
  public GenericKubernetesResource through(
      GenericKubernetesResource object, UnaryOperator<GenericKubernetesResource> write) {
    return context.resourceOperations().resourcePatch(object, write, source(object.getKind()));
  }

  private static InformerEventSource<GenericKubernetesResource, SoundBiteEnvironment> eventSource(
      ResourceDefinitionContext kind, EventSourceContext<SoundBiteEnvironment> context) {
    var group = kind.getGroup() == null ? "" : kind.getGroup();
    return new InformerEventSource<>(
        StorePerInformer.of(
            InformerEventSourceConfiguration.from(
                    new GroupVersionKind(group, kind.getVersion(), kind.getKind()),
                    SoundBiteEnvironment.class)
                .withName(kind.getKind())
                .withLabelSelector(OURS)
                .withSecondaryToPrimaryMapper(
                    Mappers.fromOwnerReferences(SoundBiteEnvironment.class))
                .withNamespacesInheritedFromController(),
            () -> new BoundedStore(Controlled::whole)),
        context);
  }

  @SuppressWarnings("unchecked") // every source named after a kind is made above
  private InformerEventSource<GenericKubernetesResource, SoundBiteEnvironment> source(String kind) {
    return (InformerEventSource<GenericKubernetesResource, SoundBiteEnvironment>)
        context.eventSourceRetriever().getEventSourceFor(GenericKubernetesResource.class, kind);
  }
}
