package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.CallMeter;
import io.soundbite.operator.aws.Places;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Reference;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.engine.Shape;
import io.soundbite.operator.engine.Sweeper;
import io.soundbite.operator.grants.Ungranted;
import io.soundbite.operator.kube.EventRecorder;
import io.soundbite.operator.kube.Issuer;
import io.soundbite.operator.metrics.EnvironmentMeters;
import io.soundbite.operator.status.Note;
import io.soundbite.operator.status.Transitions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * What the reconciler works with, put together in one place for the operator and for tests.
 *
 * @param shape hash of the blueprint that this operator renders
 */
public record Workings(
    OperatorSettings settings,
    Clock clock,
    Scopes scopes,
    Places places,
    FactsSource facts,
    ImageSource images,
    TrialImages trialImages,
    IdentityProviders identityProviders,
    KmsKeySource kmsKeys,
    EnvironmentTags environmentTags,
    Preflight preflight,
    DeadLetterOffice deadLetters,
    AwsSide aws,
    DriftWatch drift,
    RenderedBlueprints blueprints,
    TroubleMemory troubles,
    MadeJobs jobs,
    Sweeper.Journal journal,
    EnvironmentMeters meters,
    EventRecorder events,
    FailedAttempts attempts,
    FailedAttempts statusWrites,
    Wake wake,
    Activity activity,
    String shape)
    implements AutoCloseable {
  private static final int WRITES_AT_ONCE = 32;

  /**
   * Puts it together.
   *
   * @param interceptors applied to every AWS call, before it is timed: rate limits
   * @param credentials the operator's own
   * @param meters what is counted, beside what JOSDK counts
   */
  public static Workings of(
      OperatorSettings settings,
      KubernetesClient client,
      Clock clock,
      List<ExecutionInterceptor> interceptors,
      AwsCredentialsProvider credentials,
      MeterRegistry meters) {
    var wake = new Wake();
    var calls = new CallMeter(meters);
    var places =
        new Places(
            Stream.concat(interceptors.stream(), Stream.of(calls)).toList(),
            credentials,
            clock,
            new Scopes(settings).cluster());
    var drift = new DriftWatch(meters, clock);
    Sweeper.Journal journal =
        (owner, step, progress) -> {
          StepLog.ended(owner, step, progress);
          drift.ended(owner, step, progress);
        };
    var sweeper =
        new Sweeper<>(
            places::providers,
            wake,
            new Sweeper.Settings(WRITES_AT_ONCE, clock, new Random(), journal),
            places.sharing());
    var kmsKeys = new KmsKeySource(places, wake, clock);
    return new Workings(
        settings,
        clock,
        new Scopes(settings),
        places,
        new FactsSource(settings, places, () -> Issuer.of(client), kmsKeys, wake, clock).prepared(),
        new ImageSource(places, settings.grants(), wake, clock),
        new TrialImages(question -> ImageSource.resolve(places, question), wake, clock),
        new IdentityProviders(settings.podIdentity(), places, wake, clock),
        kmsKeys,
        new EnvironmentTags(places, wake, clock),
        new Preflight(places, wake, clock),
        new DeadLetterOffice(places, wake, clock, meters),
        new AwsSide(sweeper, clock),
        drift,
        new RenderedBlueprints(),
        new TroubleMemory(),
        new MadeJobs(),
        journal,
        new EnvironmentMeters(meters),
        new EventRecorder(client, clock),
        new FailedAttempts(meters, clock, new Random()),
        new FailedAttempts(meters, clock, new Random()),
        wake,
        new Activity(clock),
        Shape.hash(Reference.resources()));
  }

  KubeSide kubeSide(Environment environment, Context<SoundBiteEnvironment> context) {
    return new KubeSide(
        environment, context.getClient(), new Children(context), jobs, journal, troubles, clock);
  }

  /** Tells people what became different. */
  void tell(SoundBiteEnvironment resource, EnvironmentStatus before, EnvironmentStatus after) {
    tell(resource, Transitions.between(before, after));
  }

  /** Tells people. */
  void tell(SoundBiteEnvironment resource, List<Note> notes) {
    notes.forEach(note -> events.record(resource, note.warning(), note.reason(), note.message()));
  }

  /** What {@code resource} names and its namespace was not granted. */
  Ungranted ungranted(SoundBiteEnvironment resource) {
    return settings.grants().ungranted(resource);
  }

  /** Has the AWS half of an environment read of which nothing is made yet, and its quotas. */
  void look(SoundBiteEnvironment resource, Environment environment) {
    var wants = blueprints.of(environment, SlotTarget.none()).aws();
    aws.read(environment, scopes.of(resource), wants);
    preflight.prepare(scopes.of(resource), environment.owner());
  }

  /** Shows what a turn that began with {@code before} has come to. */
  void show(SoundBiteEnvironment resource, EnvironmentStatus before, EnvironmentStatus after) {
    meters.reconciled(scopes.owner(resource), before, after);
  }

  /**
   * Forgets an environment that is gone, or that nothing is done for any more: everything that is
   * remembered by environment has its line here.
   */
  void forget(Owner owner) {
    meters.forget(owner);
    facts.forget(owner);
    images.forget(owner);
    trialImages.forget(owner);
    identityProviders.forget(owner);
    kmsKeys.forget(owner);
    deadLetters.forget(owner);
    aws.sweeper().retire(owner);
    drift.forget(owner);
    blueprints.forget(owner);
    troubles.forget(owner);
    jobs.forget(owner);
    environmentTags.forget(owner);
    preflight.forget(owner);
    attempts.forget(owner);
    statusWrites.forget(owner);
    places.leave(owner);
  }

  /**
   * Forgets the environment of {@code resource} unless {@code there}, the one of its name in the
   * informer's cache, is the same. To be called when a reconcile ends: it may have ended after the
   * informer told of the deletion, and would leave behind what it has just remembered.
   */
  void forgetIfGone(SoundBiteEnvironment resource, Optional<SoundBiteEnvironment> there) {
    var uid = resource.getMetadata().getUid();
    if (there.filter(it -> it.getMetadata().getUid().equals(uid)).isEmpty()) {
      forgetAll(scopes.owner(resource));
    }
  }

  /** Forgets an environment that is gone, and its Events too. */
  void forgetAll(Owner owner) {
    forget(owner);
    events.forget(owner.namespace(), owner.name());
  }

  /** Notes where {@code resource} is, so that what is open there stays open. */
  void enter(SoundBiteEnvironment resource) {
    places.enter(scopes.owner(resource), scopes.of(resource));
  }

  @Override
  public void close() {
    aws.sweeper().close();
    places.close();
  }
}
