package io.soundbite.operator.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.engine.Drift;

/**
 * Counts drift: {@code soundbite_drift_found_total} and {@code soundbite_drift_healed_total}, by
 * stack and kind of resource. Fields are counted, or resources that are gone.
 */
public record DriftMeters(MeterRegistry registry) {

  /** Somebody has changed something. */
  public void found(Drift drift) {
    count("soundbite.drift.found", "Fields found changed, or resources gone.", drift);
  }

  /** It was put right. */
  public void healed(Drift drift) {
    count("soundbite.drift.healed", "Fields put right, or resources made again.", drift);
  }

  private void count(String meter, String help, Drift drift) {
    var id = drift.key().id();
    Counter.builder(meter)
        .description(help)
        .tags("stack", drift.key().stack().label(), "kind", id.replaceFirst("/.*", ""))
        .register(registry)
        .increment();
  }
}
