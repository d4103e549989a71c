package io.soundbite.operator.controller;

import static io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2.RECONCILIATIONS_FAILED;
import static io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2.RECONCILIATIONS_RETRIES_NUMBER;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.blueprint.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Forgets environments that are gone, however they went: one whose finalizer was taken off by hand
 * is never cleaned up.
 */
record Reconciliations(MeterRegistry registry, Workings workings) implements Metrics {
  private static final Duration[] BUCKETS =
      Stream.of(10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  /** Beside what JOSDK counts in {@code registry}: turns, their time, those that wait. */
  static Metrics in(MeterRegistry registry, Workings workings) {
    return new AggregatedMetrics(
        List.of(
            MicrometerMetricsV2.newBuilder(registry)
                .withExecutionTimerConfig(it -> it.serviceLevelObjectives(BUCKETS))
                .build(),
            new Reconciliations(registry, workings)));
  }

  /** So that the first failure is an increase already. */
  @Override
  public void controllerRegistered(Controller<? extends HasMetadata> controller) {
    var name = controller.getConfiguration().getName();
    Stream.of(RECONCILIATIONS_FAILED, RECONCILIATIONS_RETRIES_NUMBER)
        .forEach(it -> registry.counter(it, "controller.name", name));
  }

  /** However it went: JOSDK comes to {@link #cleanupDone} only when the last turn ended well. */
  @Override
  public void eventReceived(Event event, Map<String, Object> metadata) {
    if (event instanceof ResourceEvent change && change.getAction() == ResourceAction.DELETED) {
      forget(event.getRelatedCustomResourceID());
    }
  }

  @Override
  public void cleanupDone(ResourceID id, Map<String, Object> metadata) {
    forget(id);
  }

  private void forget(ResourceID id) {
    workings.forgetAll(
        new Owner(workings.settings().cluster(), id.getNamespace().orElseThrow(), id.getName()));
  }
}
