package io.soundbite.operator.controller;

import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.kube.Cluster;
import io.soundbite.operator.kube.KubeApi;
import io.soundbite.operator.kube.KubeCache;
import io.soundbite.operator.kube.KubeObjects;
import io.soundbite.operator.kube.KubeWriter;
import io.soundbite.operator.kube.Mandate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A leader as far as rollouts go: it records what it means to do, and writes to the cluster. */
final class Incumbent {
  private final KubernetesClient client;
  private final Environment environment;
  private SoundBiteEnvironment known;

  /** One that has just read the custom resource. */
  Incumbent(KubernetesClient client, Environment environment) {
    this.client = client;
    this.environment = environment;
    this.known =
        client
            .resources(SoundBiteEnvironment.class)
            .inNamespace(environment.owner().namespace())
            .withName(environment.owner().name())
            .require();
  }

  void record(ReleaseStatus live, RolloutStatus rollout) {
    var was = EnvironmentStatus.of(known);
    known.setStatus(
        new EnvironmentStatus(
            1L,
            was.aws(),
            was.image(),
            live,
            rollout,
            List.of(),
            List.of(),
            List.of(),
            null,
            List.of(),
            null,
            null,
            null,
            List.of(),
            List.of(),
            null,
            null,
            List.of()));
    known = client.resource(known).updateStatus();
  }

  /** Writes the objects of those ids as {@code target} has them. */
  void write(SlotTarget target, String... ids) {
    for (var id : ids) {
      var progress = write(target, id, UnaryOperator.identity());
      if (!(progress instanceof Progress.Done)) {
        throw new AssertionError(id + ": " + progress);
      }
    }
  }

  /**
   * Writes an object that is there, or makes it.
   *
   * @param pausing what becomes of its mandate
   */
  Progress write(SlotTarget target, String id, UnaryOperator<Mandate> pausing) {
    var want = want(target, id);
    var provider =
        new KubeObjects(
            new KubeApi(client, KubeWriter.plain()),
            KubeCache.none(),
            pausing.apply(new Incumbency(client, known)),
            Cluster.ID,
            Clock.systemUTC());
    return provider.observe(List.of(want)).get(want.key())
            instanceof Observation.Present<KubeObject> seen
        ? provider.update(new Change<>(want, seen.have(), Difference.between(want, seen.have())))
        : provider.create(want);
  }

  KubeObject want(SlotTarget target, String id) {
    Map<String, KubeObject> objects =
        Blueprint.of(environment, target).stream()
            .filter(KubeObject.class::isInstance)
            .map(KubeObject.class::cast)
            .collect(toMap(it -> it.key().id(), it -> it));
    return objects.get(id);
  }
}
