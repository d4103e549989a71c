package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Thresholds by alarm name (for instance {@code QueueDepth}) and e-mail addresses to tell.
 *
 * @param thresholds replaces the blueprint's threshold of the alarm of that name
 * @param subscribers {@code notify} in the resource: e-mail addresses subscribed to the alerts
 *     topic
 */
public record AlarmsSpec(
    Map<String, Double> thresholds, @JsonProperty("notify") Set<String> subscribers) {
  /** Copies both. */
  public AlarmsSpec {
    thresholds = thresholds == null ? Map.of() : Map.copyOf(thresholds);
    subscribers =
        subscribers == null ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(subscribers));
  }
}
