package io.soundbite.operator.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Gives every count of events the same tags. JOSDK counts those of custom resources with an {@code
 * action}, all others without; Prometheus refuses the second kind that it meets, and the exception
 * ends the thread that runs retries and reschedules.
 */
public final class EventTags implements MeterFilter {
  private static final String EVENTS = "events.received";
  private static final String ACTION = "action";

  @Override
  public Meter.Id map(Meter.Id id) {
    return id.getName().startsWith(EVENTS) && id.getTag(ACTION) == null
        ? id.withTag(Tag.of(ACTION, "NONE"))
        : id;
  }
}
