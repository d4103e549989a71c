package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // the registry that Quarkus brings along
class EventTagsTest {
  private static final ResourceID STAGING = new ResourceID("staging", "soundbite");
  private static final Map<String, Object> CONTROLLER = Map.of("controller.name", "soundbite");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Test
  void countsEventsWithAndWithoutAnAction() {
    registry.config().meterFilter(new EventTags());
    var metrics = MicrometerMetricsV2.newBuilder(registry).build();

    assertThatNoException().isThrownBy(() -> receive(metrics));

    assertThat(registry.scrape())
        .containsPattern("events_received\\w*\\{action=\"NONE\".*event=\"Event\".*} 1.0")
        .containsPattern(
            "events_received\\w*\\{action=\"UPDATED\".*event=\"ResourceEvent\".*} 1.0");
  }

  private static void receive(Metrics metrics) {
    metrics.eventReceived(new Event(STAGING), CONTROLLER);
    metrics.eventReceived(
        new ResourceEvent(ResourceAction.UPDATED, STAGING, new SoundBiteEnvironment()), CONTROLLER);
  }
}
