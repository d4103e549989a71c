package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A load balancer as AWS's is: a pod that becomes an endpoint of the Service is sent requests only
 * some time later, and one that is no endpoint any more is sent none at once. While no target is
 * healthy it answers with errors.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html">Health
 *     checks of target groups: initial, healthy, draining</a>
 */
final class TargetGroup implements AutoCloseable {
  private final Duration registration;
  private final Map<String, Set<String>> slices = new HashMap<>();
  private final Map<String, Long> healthyFrom = new HashMap<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Watch watch;
  private boolean served;
  private boolean failing;
  private int outages;

  /**
   * @param registration from an endpoint to a healthy target
   */
  TargetGroup(KubernetesClient client, String namespace, String service, Duration registration) {
    this.registration = registration;
    this.watch =
        client
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(namespace)
            .withLabel("kubernetes.io/service-name", service)
            .watch(
                new Watcher<EndpointSlice>() {
                  @Override
                  public void eventReceived(Action action, EndpointSlice slice) {
                    changed(slice, action == Action.DELETED);
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    throw new AssertionError("the watch ended", cause);
                  }
                });
    clock.scheduleAtFixedRate(this::check, 20, 20, TimeUnit.MILLISECONDS);
  }

  /** Returns how often there has been no healthy target since there first was one. */
  synchronized int outages() {
    return outages;
  }

  /** Returns how many targets are healthy now. */
  synchronized int healthy() {
    var now = System.nanoTime();
    return (int) healthyFrom.values().stream().filter(from -> now - from >= 0).count();
  }

  private synchronized void changed(EndpointSlice slice, boolean deleted) {
    var addresses = new HashSet<String>();
    if (!deleted && slice.getEndpoints() != null) {
      slice.getEndpoints().stream()
          .filter(TargetGroup::isReady)
          .forEach(it -> addresses.addAll(it.getAddresses()));
    }
    slices.put(slice.getMetadata().getName(), addresses);
    var all = new HashSet<String>();
    slices.values().forEach(all::addAll);
    healthyFrom.keySet().retainAll(all);
    var from = System.nanoTime() + registration.toNanos();
    all.forEach(address -> healthyFrom.putIfAbsent(address, from));
    check();
  }

  private static boolean isReady(Endpoint endpoint) {
    return Boolean.TRUE.equals(endpoint.getConditions().getReady());
  }

  private synchronized void check() {
    var none = healthy() == 0;
    served |= !none;
    if (served && none && !failing) {
      outages++;
    }
    failing = none;
  }

  @Override
  public void close() {
    watch.close();
    clock.shutdownNow();
  }
}
