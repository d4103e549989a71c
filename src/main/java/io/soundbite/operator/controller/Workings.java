package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.soundbite.operator.api.v1alpha1.AwsSpec.AdoptionPolicy;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.Lookup;
import io.soundbite.operator.aws.Places;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.engine.Ours;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.Sweeper;
import io.soundbite.operator.kube.EventRecorder;
import io.soundbite.operator.kube.Issuer;
import io.soundbite.operator.kube.Reply;
import io.soundbite.operator.status.Transitions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** What the reconciler works with, put together in one place for the operator and for tests. */
public record Workings(
    OperatorSettings settings,
    Clock clock,
    Scopes scopes,
    FactsSource facts,
    ImageSource images,
    IdentityProviders identityProviders,
    AwsSide aws,
    EventRecorder events,
    Wake wake)
    implements AutoCloseable {
  private static final int WRITES_AT_ONCE = 32;

  /**
   * Puts it together.
   *
   * @param interceptors applied to every AWS call of a scope: rate limits, metrics
   * @param credentials the operator's own
   */
  public static Workings of(
      OperatorSettings settings,
      KubernetesClient client,
      Clock clock,
      Function<Scope, List<ExecutionInterceptor>> interceptors,
      AwsCredentialsProvider credentials) {
    var wake = new Wake();
    var places = new Places(interceptors, credentials, clock);
    var sweeper =
        new Sweeper<>(
            places::providers,
            wake,
            new Sweeper.Settings(WRITES_AT_ONCE, clock, new Random(), StepLog::ended));
    return new Workings(
        settings,
        clock,
        new Scopes(settings),
        new FactsSource(settings, places, () -> issuer(client), wake, clock),
        new ImageSource(places, wake, clock),
        new IdentityProviders(places, wake, clock),
        new AwsSide(sweeper, clock, settings.sweepInterval()),
        new EventRecorder(client, clock),
        wake);
  }

  KubeSide kubeSide(Environment environment, Context<SoundBiteEnvironment> context) {
    return new KubeSide(environment, context.getClient(), new Children(context), clock);
  }

  /** Tells people what became different. */
  void tell(SoundBiteEnvironment resource, EnvironmentStatus before, EnvironmentStatus after) {
    Transitions.between(before, after)
        .forEach(note -> events.record(resource, note.warning(), note.reason(), note.message()));
  }

  /** Adoption is for AWS resources; what else carries our names in a namespace is not ours. */
  Planner planner(Environment environment) {
    var aws = environment.spec().aws();
    return new Planner(
        new Ours(
            environment.owner(),
            aws.adoptionPolicy() == AdoptionPolicy.ADOPT,
            Optional.ofNullable(aws.adoptFrom())));
  }

  @Override
  public void close() {
    aws.sweeper().close();
  }

  private static Lookup<String> issuer(KubernetesClient client) {
    return switch (Issuer.of(client)) {
      case Reply.Ok<String>(var issuer) -> new Lookup.Known<>(issuer);
      case Reply.Failed<String>(var failure) -> new Lookup.Failed<>(failure);
    };
  }
}
