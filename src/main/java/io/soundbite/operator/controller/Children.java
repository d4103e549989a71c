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
import io.soundbite.operator.kube.KubeCache;
import io.soundbite.operator.kube.KubeKinds;
import io.soundbite.operator.kube.KubeWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The environment's Kubernetes objects as informers hold them: one event source for each kind. */
record Children(Context<SoundBiteEnvironment> context) implements KubeCache, KubeWriter {
  /** Selects them. */
  static final String OURS = Labels.MANAGED_BY + "=" + Labels.OPERATOR;

  static List<InformerEventSource<GenericKubernetesResource, SoundBiteEnvironment>> eventSources(
      EventSourceContext<SoundBiteEnvironment> context, Set<String> namespaces) {
    return Stream.concat(
            KubeKinds.all().stream().map(kind -> eventSource(kind, context)),
            Stream.of(PodWatch.eventSource(context, namespaces)))
        .toList();
  }

  @Override
  public Optional<GenericKubernetesResource> get(
      String apiVersion, String kind, String namespace, String name) {
    return source(kind).get(new ResourceID(name, namespace));
  }

  /** All of a kind, of every environment. */
  Stream<GenericKubernetesResource> all(String kind) {
    return source(kind).list();
  }

  /** All of a kind, of this environment. */
  Stream<GenericKubernetesResource> own(String kind) {
    return source(kind).getSecondaryResources(context.getPrimaryResource()).stream();
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
        InformerEventSourceConfiguration.from(
                new GroupVersionKind(group, kind.getVersion(), kind.getKind()),
                SoundBiteEnvironment.class)
            .withName(kind.getKind())
            .withLabelSelector(OURS)
            .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(SoundBiteEnvironment.class))
            .withNamespacesInheritedFromController()
            .build(),
        context);
  }

  @SuppressWarnings("unchecked") // every source named after a kind is made above
  private InformerEventSource<GenericKubernetesResource, SoundBiteEnvironment> source(String kind) {
    return (InformerEventSource<GenericKubernetesResource, SoundBiteEnvironment>)
        context.eventSourceRetriever().getEventSourceFor(GenericKubernetesResource.class, kind);
  }
}
