package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.soundbite.operator.api.v1alpha1.AwsSpec.DeletionPolicy;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.grants.Ungranted;
import io.soundbite.operator.status.Problem;
import io.soundbite.operator.status.StatusFactory;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;

/**
 * Lets an environment go once it is taken down. It never hangs silently: status names what is in
 * the way, and {@code soundbite.io/abandon} releases the finalizer.
 */
final class Removal {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** For whoever is created under this name before this reconcile is over. */
  private static final Duration SOON = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String LEFT = "LeftAsIs";
  private static final Problem PAUSED =
      Problem.waiting("Paused", "The deletion waits for the annotation soundbite.io/paused to go.");

  private final Workings workings;
  private final SoundBiteEnvironment resource;
  private final Context<SoundBiteEnvironment> context;
  private final EnvironmentStatus before;
  private final Ungranted ungranted;

  Removal(Workings workings, SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context) {
    this.workings = workings;
    this.resource = resource;
    this.context = context;
    this.before = EnvironmentStatus.of(resource);
    this.ungranted = workings.ungranted(resource);
  }

  DeleteControl run() {
    var requests = new Requests(resource, before);
    if (requests.abandoned()) {
      return gone();
    }
    if (neverBegun()) {
      workings.events().record(resource, false, LEFT, nothingKnown());
      return gone();
    }
    if (requests.paused()) {
      return held(PAUSED, requests);
    }
    if (ungranted.place()) {
      return left(notGranted());
    }
    workings.enter(resource);
    if (requests.anew() || requests.changed()) {
      workings.aws().sweeper().forgive(workings.scopes().owner(resource));
    }
    var facts = workings.facts().of(resource, before);
    var remaining =
        facts.value().isEmpty()
            ? facts.problem()
            : dismantling().remaining(Environment.of(resource, facts.value().get()));
    if (remaining.isPresent()) {
      return held(remaining.get(), requests);
    }
    return ungranted.deletion() ? left(notGranted()) : gone();
  }

  /**
   * Ends a cleanup that threw {@code thrown}: status says why the deletion does not go on. What is
   * gone needs no status.
   */
  DeleteControl failed(Throwable thrown) {
    if (UnwrittenStatus.isGone(thrown)) {
      workings.forget(workings.scopes().owner(resource));
      return after(SOON);
    }
    var attempt = workings.attempts().failed(workings.scopes().owner(resource), thrown);
    if (!attempt.isTold()) {
      return after(attempt.pause(workings.clock().instant()));
    }
    if (attempt.isNews()) {
      workings.tell(resource, List.of(attempt.note()));
    }
    var status = factory().terminating(attempt.problem(), before.lastHandled());
    workings.show(resource, before, status);
    if (!status.equals(before)) {
      write(status);
    }
    return after(attempt.pause(workings.clock().instant()));
  }

  private StatusFactory factory() {
    return new StatusFactory(
        before, resource.getMetadata().getGeneration(), workings.clock().instant());
  }

  private Dismantling dismantling() {
    return new Dismantling(workings, resource, context, !isRetained());
  }

  private String nothingKnown() {
    return ("Deleted before its AWS account was known. Nothing was made for this custom resource;"
            + " what an environment of its name had made before it, as before a restore, was left:"
            + " aws resourcegroupstaggingapi get-resources --tag-filters Key=%s,Values=%s")
        .formatted(Tags.OWNER, workings.scopes().owner(resource));
  }

  /** Where an environment is gets recorded before anything of it is made. */
  private boolean neverBegun() {
    return before.aws() == null;
  }

  private DeleteControl held(Problem problem, Requests requests) {
    var factory = factory();
    if (isRetained() && !requests.paused() && factory.terminatingFor().compareTo(PATIENCE) > 0) {
      return left("Gave up untagging: " + problem.message());
    }
    var status = factory.terminating(problem, requests.handled());
    workings.show(resource, before, status);
    if (!status.equals(before)) {
      workings.tell(resource, before, status);
      write(status);
    }
    return after(AGAIN);
  }

  /**
   * Writes {@code status}. In a namespace that is being deleted the Role may be gone, and the
   * status goes with it; what has changed is read again by the next reconcile.
   */
  private void write(EnvironmentStatus status) {
    try {
      new StatusWriter(context).write(StatusPatch.of(resource, status));
    } catch (KubernetesClientException e) {
      if (UnwrittenStatus.isGone(e)) {
        workings.forget(workings.scopes().owner(resource));
      } else if (!UnwrittenStatus.isRace(e) && e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        new UnwrittenStatus(workings, resource, new StatusConditions(context.getClient())).told(e);
      }
    }
  }

  /** Whether AWS resources stay: as declared, or since nobody granted that they go. */
  private boolean isRetained() {
    return resource.getSpec().aws().deletionPolicy() == DeletionPolicy.RETAIN
        || ungranted.deletion();
  }

  /**
   * What is not granted is not done, and nothing waits for it either. Where not even the place is
   * granted the resources keep their owner's tag, since that could be changed only with calls
   * there.
   */
  private String notGranted() {
    return "AWS resources were left. " + ungranted.message();
  }

  private DeleteControl left(String why) {
    workings.events().record(resource, true, LEFT, why);
    return gone();
  }

  private DeleteControl gone() {
    workings.forget(workings.scopes().owner(resource));
    new Finalizer(context.getClient()).takeOff(resource);
    return after(SOON);
  }

  private static DeleteControl after(Duration pause) {
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(pause.toMillis());
  }
}
