package io.soundbite.operator.controller;

import static java.util.stream.Collectors.toMap;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.status.Problem;
import io.soundbite.operator.status.SyncReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes an environment down: pods first, then AWS in reverse order, or everything left to nobody.
 * What holds data, or is in use by others, stays until that changes; everything else goes.
 *
 * @param delete whether AWS resources go; else they stay, and are nobody's
 */
record Dismantling(
    Workings workings,
    SoundBiteEnvironment resource,
    Context<SoundBiteEnvironment> context,
    boolean delete) {

  /** Goes on with it: what is still there and why; empty when nothing is. */
  Optional<Problem> remaining(Environment environment) {
    var cluster = workings.kubeSide(environment, context);
    if (delete) {
      var running = Blueprint.pods(environment);
      var pods = cluster.remove(running, Planners.kubeRemoval(environment));
      // What the operator may not even read is left to Kubernetes, which takes it along with the
      // custom resource: waiting for it would hold the custom resource, and its namespace, for
      // ever.
      if (!pods.done() && !cluster.barred(running)) {
        return problem(environment, new AwsSide.Planned(pods.steps(), pods.with(Snapshot.empty())));
      }
    }
    var wants = Halves.of(Blueprint.of(environment, SlotTarget.none())).aws();
    var takedown =
        new Takedown(
            delete,
            environment.spec().aws().deleteData(),
            delete ? inUse(environment, cluster, wants) : Map.of());
    return problem(
        environment,
        workings
            .aws()
            .remove(
                environment,
                workings.scopes().of(resource),
                Planners.awsRemoval(environment),
                wants,
                takedown));
  }

  /** The repository, while other environments run what is in it. */
  private Map<Key, String> inUse(Environment environment, KubeSide cluster, List<Desired> wants) {
    var names = environment.names();
    var users =
        new RepositoryUse(names.repositoryUri(names.repository()), environment.owner())
            .among(context.getPrimaryCache().list().toList(), cluster.images());
    return wants.stream()
        .filter(want -> want instanceof EcrRepository && users.isPresent())
        .collect(toMap(Desired::key, want -> users.orElseThrow()));
  }

  private static Optional<Problem> problem(Environment environment, AwsSide.Planned planned) {
    var report =
        SyncReport.of(
            environment.names().environment(), planned.steps(), planned.snapshot(), List.of());
    return report.gravest();
  }
}
