package io.soundbite.operator.controller;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.soundbite.operator.api.v1alpha1.AwsSpec.DeletionPolicy;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Bounds;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.status.Problem;
import io.soundbite.operator.status.StatusFactory;
import io.soundbite.operator.status.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes an environment down: pods first, then AWS in reverse order, or everything left to nobody.
 * It never hangs silently: status names what is in the way, and {@code soundbite.io/abandon}
 * releases the finalizer.
 */
final class Removal {
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Workings workings;
  private final SoundBiteEnvironment resource;
  private final Context<SoundBiteEnvironment> context;
  private final EnvironmentStatus before;

  Removal(Workings workings, SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context) {
    this.workings = workings;
    this.resource = resource;
    this.context = context;
    this.before = Optional.ofNullable(resource.getStatus()).orElseGet(EnvironmentStatus::empty);
  }

  DeleteControl run() {
    if (Annotations.value(resource, Annotations.ABANDON).filter("true"::equals).isPresent()) {
      return gone();
    }
    var facts = workings.facts().of(resource, before);
    if (facts.value().isEmpty()) {
      return neverMade() ? gone() : blocked(facts.problem().orElseThrow());
    }
    var environment = Environment.of(resource, facts.value().get());
    var remaining = remaining(environment);
    return remaining.isEmpty() ? gone() : blocked(remaining.get());
  }

  /** What is still to be removed and why; empty when nothing is. */
  private Optional<Problem> remaining(Environment environment) {
    var aws = environment.spec().aws();
    var delete = aws.deletionPolicy() == DeletionPolicy.DELETE;
    var cluster = workings.kubeSide(environment, context);
    var recorded = Recorded.of(before);
    var wants =
        Halves.of(
            Blueprint.of(
                environment,
                new Rollout(
                        recorded,
                        cluster.view(),
                        cluster.releases(recorded, Optional.empty()),
                        Bounds.of(environment.spec().features()),
                        Duration.ZERO,
                        workings.clock().instant())
                    .target()));
    if (delete) {
      var pods = cluster.remove(wants.kube());
      if (!pods.done()) {
        return problem(
            SyncReport.of(environment.names().environment(), pods.steps(), Snapshot.empty()));
      }
    }
    var planned =
        workings
            .aws()
            .remove(
                environment,
                workings.scopes().of(resource),
                workings.planner(environment),
                wants.aws(),
                delete,
                aws.deleteData());
    return problem(
        SyncReport.of(environment.names().environment(), planned.steps(), planned.snapshot()));
  }

  private static Optional<Problem> problem(SyncReport report) {
    return report.problems().isEmpty()
        ? Optional.empty()
        : Optional.of(new Problem(report.reason(), report.message(), report.stalled()));
  }

  private boolean neverMade() {
    return before.aws() == null;
  }

  private DeleteControl blocked(Problem problem) {
    var retain = resource.getSpec().aws().deletionPolicy() == DeletionPolicy.RETAIN;
    if (retain && !problem.reason().equals("Releasing") && since().compareTo(PATIENCE) > 0) {
      return gone();
    }
    var status =
        new StatusFactory(
                before, resource.getMetadata().getGeneration(), workings.clock().instant())
            .stopped(problem);
    if (!status.equals(before)) {
      workings.tell(resource, before, status);
      context.resourceOperations().serverSideApplyPrimaryStatus(StatusPatch.of(resource, status));
    }
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(AGAIN.toMillis());
  }

  private Duration since() {
    var asked = Instant.parse(resource.getMetadata().getDeletionTimestamp());
    return Duration.between(asked, workings.clock().instant());
  }

  private DeleteControl gone() {
    workings.aws().sweeper().retire(workings.scopes().owner(resource));
    return DeleteControl.defaultDelete();
  }
}
