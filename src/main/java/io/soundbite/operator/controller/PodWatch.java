package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Labels;
import io.soundbite.operator.kube.BoundedStore;
import io.soundbite.operator.kube.KubeApi;
import io.soundbite.operator.kube.KubeWriter;
import io.soundbite.operator.kube.LeanPod;
import io.soundbite.operator.rollout.PodTroubles;
import io.soundbite.operator.rollout.Trouble;
import java.util.Optional;
import java.util.Set;

/**
 * An informer of pods, which are read and never written. It wakes an environment when a pod comes
 * into trouble or out of it: all else that pods do shows in the status of what made them, so that
 * busy pods keep no reconciles going.
 */
record PodWatch(KubeApi api) {
  static final String KIND = "Pod";

  static InformerEventSource<GenericKubernetesResource, SoundBiteEnvironment> eventSource(
      EventSourceContext<SoundBiteEnvironment> context) {
    var watch = new PodWatch(new KubeApi(context.getClient(), KubeWriter.plain()));
    return new InformerEventSource<>(
        StorePerInformer.of(
            InformerEventSourceConfiguration.from(
                    new GroupVersionKind("", "v1", KIND), SoundBiteEnvironment.class)
                .withName(KIND)
                .withLabelSelector(Children.OURS)
                .withSecondaryToPrimaryMapper(PodWatch::environment)
                .withOnAddFilter(pod -> watch.trouble(pod).isPresent())
                .withOnUpdateFilter((now, was) -> !watch.trouble(now).equals(watch.trouble(was)))
                .withOnDeleteFilter((pod, unknown) -> watch.trouble(pod).isPresent())
                .withNamespacesInheritedFromController(),
            () -> new BoundedStore(LeanPod::of)),
        context);
  }

  /** What counts of a trouble is its reason; its message may be another with every try. */
  private Optional<String> trouble(GenericKubernetesResource pod) {
    return PodTroubles.none().ofPod(api.tree(pod)).map(Trouble::reason);
  }

  /** A pod is a ReplicaSet's or a Job's: only a label says whose environment it is of. */
  private static Set<ResourceID> environment(GenericKubernetesResource pod) {
    var metadata = pod.getMetadata();
    var name = metadata.getLabels().get(Labels.ENVIRONMENT);
    return name == null ? Set.of() : Set.of(new ResourceID(name, metadata.getNamespace()));
  }
}
