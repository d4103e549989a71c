package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.runtime.StartupEvent;
import io.soundbite.operator.aws.CallMeter;
import io.soundbite.operator.aws.OperatorCredentials;
import io.soundbite.operator.aws.RateLimits;
import io.soundbite.operator.aws.WriteGuard;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.leadership.WriteGate;
import io.soundbite.operator.metrics.EventTags;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the operator together from its environment variables. */
@Singleton
public class Wiring {
  /** Settings, from the environment. */
  @Produces
  @Singleton
  OperatorSettings settings(
      @ConfigProperty(name = "soundbite.cluster-id") String cluster,
      @ConfigProperty(name = "aws.endpoint.url") Optional<URI> endpoint,
      @ConfigProperty(name = "soundbite.permissions-boundary") Optional<String> boundary,
      @ConfigProperty(name = "soundbite.pull-accounts") Optional<String> pullAccounts,
      @ConfigProperty(name = "soundbite.pod-identity.cluster") Optional<String> podIdentity,
      @ConfigProperty(name = "soundbite.pod-identity.web-identity", defaultValue = "true")
          String webIdentity,
      @ConfigProperty(name = "soundbite.container-insights", defaultValue = "classic")
          String containerInsights,
      @ConfigProperty(name = "soundbite.namespaces") Optional<String> watched,
      @ConfigProperty(name = "soundbite.grants") Optional<Path> grants) {
    var namespaces = OperatorSettings.listed(watched.orElse(""));
    return new OperatorSettings(
        new Installation(
            cluster,
            boundary.orElse(null),
            OperatorSettings.listed(pullAccounts.orElse("")),
            podIdentity.map(arn -> OperatorSettings.podIdentityOf(arn, webIdentity)).orElse(null),
            OperatorSettings.containerInsightsOf(containerInsights)),
        endpoint,
        namespaces,
        GrantsSetting.of(grants, namespaces));
  }

  @Produces
  @Singleton
  Workings workings(
      OperatorSettings settings,
      KubernetesClient client,
      MeterRegistry meters,
      WriteGate gate,
      @ConfigProperty(name = "soundbite.endpoint-rates", defaultValue = "0") double endpointRates) {
    var limits = new RateLimits(new CallMeter(meters), endpointRates);
    var guard = new WriteGuard(gate);
    return Workings.of(
        settings,
        client,
        Clock.systemUTC(),
        List.of(limits, guard),
        OperatorCredentials.of(System.getenv()),
        meters);
  }

  /** What JOSDK counts, and what is forgotten with an environment. */
  @Produces
  @Singleton
  Metrics metrics(MeterRegistry meters, Workings workings) {
    return Reconciliations.in(meters, workings);
  }

  /** Last of all: most of what a start leaves behind is garbage. */
  void watchMemory(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
    OldGeneration.watch();
  }

  /** Applied to every meter registry. */
  @Produces
  @Singleton
  MeterFilter eventTags() {
    return new EventTags();
  }
}
