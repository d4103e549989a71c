package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.soundbite.operator.kube.ClusterHttpClients;
import io.soundbite.operator.leadership.KubeWriteGate;
import io.soundbite.operator.leadership.Leadership;
import io.soundbite.operator.leadership.LeasePath;
import io.soundbite.operator.leadership.LeaseTerm;
import io.soundbite.operator.leadership.LeaseWatchdog;
import io.soundbite.operator.leadership.WriteGate;
import io.soundbite.operator.metrics.LeaderGauge;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts together what makes one replica the leader, and all others write nothing. */
@Singleton
public class Election {
  private static final String LEASE = "soundbite-operator";

  /** How long others leave the lease to its holder. */
  private static final Duration LEASE_DURATION = Duration.ofSeconds(15);

  /** How long its holder relies on it; the rest is for requests under way and for slow clocks. */
  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);

  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  @Produces
  @Singleton
  Leadership leadership() {
    return new Leadership(new LeaseTerm(RENEW_DEADLINE, System::nanoTime, InstantSource.system()));
  }

  @Produces
  @Singleton
  WriteGate writeGate(Leadership leadership) {
    return new WriteGate(leadership::mayWrite);
  }

  @Produces
  @Singleton
  LeasePath lease(
      @ConfigProperty(name = "pod.namespace", defaultValue = "soundbite-system") String namespace) {
    return new LeasePath(namespace, LEASE);
  }

  @Produces
  @Singleton
  GracefulStop gracefulStop(Leadership leadership, WriteGate gate) {
    return new GracefulStop(leadership, gate);
  }

  /** The client of all there is here, the library's election included. */
  @Produces
  @Singleton
  KubernetesClient client(
      Config config,
      KubernetesSerialization serialization,
      LeasePath lease,
      Leadership leadership,
      WriteGate writes,
      Vertx vertx) {
    var gate = new KubeWriteGate(lease, leadership, writes);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new ClusterHttpClients(vertx))
        .withKubernetesSerialization(serialization)
        .withHttpClientBuilderConsumer(it -> it.addOrReplaceInterceptor("write gate", gate))
        .build();
  }

  void close(@Disposes KubernetesClient client) {
    client.close();
  }

  /** The lease's holder is the pod: after a restart of the same pod the takeover is quick. */
  @Produces
  @Singleton
  LeaderElectionConfiguration configuration(
      LeasePath lease,
      @ConfigProperty(name = "pod.name") Optional<String> pod,
      Leadership leadership) {
    var configuration =
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease.name())
            .withLeaseNamespace(lease.namespace())
            .withLeaseDuration(LEASE_DURATION)
            .withRenewDeadline(RENEW_DEADLINE)
            .withRetryPeriod(RETRY_PERIOD)
            // Whether the library ends the process or not: the watchdog does.
            .withLeaderCallbacks(new LeaderCallbacks(() -> {}, leadership::lost, any -> {}));
    pod.ifPresent(configuration::withIdentity);
    return configuration.build();
  }

  /** Before the operator starts to ask for the lease. */
  void start(
      @Observes @Priority(1) StartupEvent event, Leadership leadership, MeterRegistry meters) {
    LeaderGauge.show(meters, leadership::mayWrite);
    new LeaseWatchdog(leadership, () -> Runtime.getRuntime().halt(1)).start();
  }

  /** Before the operator stops, and with it the renewal of the lease. */
  void stopWriting(
      @Observes @Priority(1) ShutdownEvent event, GracefulStop stop, Workings workings) {
    stop.begin(workings.aws().sweeper());
  }

  /** Last of all: by then the operator has stopped leading. */
  void giveBack(
      @Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event,
      GracefulStop stop,
      KubernetesClient client,
      LeaderElectionConfiguration election,
      LeasePath lease) {
    stop.end(
        () ->
            election
                .getIdentity()
                .ifPresent(
                    identity ->
                        LeaseReturn.run(client, lease.namespace(), lease.name(), identity)));
  }
}
