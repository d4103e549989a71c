package io.soundbite.operator.controller;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;

/** JOSDK's metrics as Quarkus puts them together: a meter that does not fit is an exception. */
@SuppressWarnings("deprecation") // the registry that Quarkus brings along
final class ShippedMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).throwExceptionOnRegistrationFailure();

  /** What JOSDK counts with, with {@code filter} applied. */
  Metrics filteredBy(MeterFilter filter) {
    registry.config().meterFilter(filter);
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /** What Prometheus would read. */
  String scrape() {
    return registry.scrape();
  }

  /** As the operator ships them. */
  static Metrics shipped() {
    return new ShippedMetrics().filteredBy(new EventTags());
  }
}
