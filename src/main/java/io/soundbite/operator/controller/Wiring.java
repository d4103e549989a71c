package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.runtime.ShutdownEvent;
import io.soundbite.operator.aws.CallMeter;
import io.soundbite.operator.aws.RateLimits;
import io.soundbite.operator.metrics.EventTags;
import io.soundbite.operator.metrics.Leadership;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Puts the operator together from its environment variables. */
@Singleton
public class Wiring {
  private static final String LEASE = "soundbite-operator";

  /** Settings, from the environment. */
  @Produces
  @Singleton
  OperatorSettings settings(
      @ConfigProperty(name = "soundbite.cluster-id") String cluster,
      @ConfigProperty(name = "aws.endpoint.url") Optional<URI> endpoint,
      @ConfigProperty(name = "soundbite.permissions-boundary") Optional<String> boundary,
      @ConfigProperty(name = "soundbite.namespaces") Optional<String> watched,
      @ConfigProperty(name = "soundbite.grants") Optional<Path> grants) {
    var namespaces = OperatorSettings.namespacesIn(watched.orElse(""));
    return new OperatorSettings(
        cluster, endpoint, boundary, namespaces, GrantsSetting.of(grants, namespaces));
  }

  @Produces
  @Singleton
  Workings workings(OperatorSettings settings, KubernetesClient client, MeterRegistry meters) {
    return Workings.of(
        settings,
        client,
        Clock.systemUTC(),
        new RateLimits(new CallMeter(meters)),
        DefaultCredentialsProvider.builder().build(),
        meters);
  }

  /** What JOSDK counts, and what is forgotten with an environment. */
  @Produces
  @Singleton
  Metrics metrics(MeterRegistry meters, Workings workings) {
    return Reconciliations.in(meters, workings);
  }

  /** Applied to every meter registry. */
  @Produces
  @Singleton
  MeterFilter eventTags() {
    return new EventTags();
  }

  /** The lease's holder is the pod: after a restart of the same pod the takeover is quick. */
  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection(
      @ConfigProperty(name = "pod.namespace", defaultValue = "soundbite-system") String namespace,
      @ConfigProperty(name = "pod.name") Optional<String> pod,
      MeterRegistry meters) {
    var lease =
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
            .withLeaseNamespace(namespace)
            .withLeaderCallbacks(new Leadership(meters).callbacks());
    pod.ifPresent(lease::withIdentity);
    return lease.build();
  }

  /** Last of all: by then the operator has stopped leading. */
  void stop(
      @Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event,
      Workings workings,
      KubernetesClient client,
      LeaderElectionConfiguration lease) {
    workings.close();
    lease
        .getIdentity()
        .ifPresent(
            identity ->
                LeaseReturn.run(
                    client,
                    lease.getLeaseNamespace().orElseThrow(),
                    lease.getLeaseName(),
                    identity));
  }
}
