package io.soundbite.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import io.micrometer.core.instrument.config.MeterFilter;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTagsTest {
  private static final ResourceID STAGING = new ResourceID("staging", "soundbite");
  private static final Map<String, Object> CONTROLLER = Map.of("controller.name", "soundbite");

  private final ShippedMetrics shipped = new ShippedMetrics();

  @Test
  void countsEventsWithAndWithoutAnAction() {
    var metrics = shipped.filteredBy(new EventTags());

    assertThatNoException().isThrownBy(() -> receive(metrics));

    assertThat(shipped.scrape())
        .containsPattern("events_received\\w*\\{action=\"NONE\".*event=\"Event\".*} 1.0")
        .containsPattern(
            "events_received\\w*\\{action=\"UPDATED\".*event=\"ResourceEvent\".*} 1.0");
  }

  /** Once it does not, the filter may go. */
  @Test
  void josdkNeedsTheFilter() {
    var metrics = shipped.filteredBy(new MeterFilter() {});

    assertThatIllegalArgumentException().isThrownBy(() -> receive(metrics));
  }

  private static void receive(Metrics metrics) {
    metrics.eventReceived(new Event(STAGING), CONTROLLER);
    metrics.eventReceived(
        new ResourceEvent(ResourceAction.UPDATED, STAGING, new SoundBiteEnvironment()), CONTROLLER);
  }
}
