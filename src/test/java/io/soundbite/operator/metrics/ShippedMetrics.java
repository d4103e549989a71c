package io.soundbite.operator.metrics;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;

/** Metrics as Quarkus puts them together: a meter that does not fit is an exception. */
@SuppressWarnings("deprecation") // the registry that Quarkus brings along
public final class ShippedMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).throwExceptionOnRegistrationFailure();

  /** As the operator ships them. */
  public static ShippedMetrics shipped() {
    var metrics = new ShippedMetrics();
    metrics.registry.config().meterFilter(new EventTags());
    LeaderGauge.show(metrics.registry, () -> true);
    new JvmMemoryMetrics().bindTo(metrics.registry);
    return metrics;
  }

  /** What everything is counted in. */
  public MeterRegistry registry() {
    return registry;
  }

  /** What JOSDK counts with. */
  public Metrics josdk() {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /** The same, with {@code filter} applied. */
  Metrics filteredBy(MeterFilter filter) {
    registry.config().meterFilter(filter);
    return josdk();
  }

  /** What Prometheus would read. */
  public String scrape() {
    return registry.scrape();
  }
}
