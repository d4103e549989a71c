package io.soundbite.operator.controller;

import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.engine.Drift;

/**
 * Counts drift: {@code soundbite_drift_found_total} and {@code soundbite_drift_healed_total}, by
 * stack and kind of resource. Fields are counted, or resources that are gone.
 */
record DriftMeters(MeterRegistry registry) {

  void found(Drift drift) {
    count("soundbite.drift.found", drift);
  }

  void healed(Drift drift) {
    count("soundbite.drift.healed", drift);
  }

  private void count(String meter, Drift drift) {
    var id = drift.key().id();
    registry
        .counter(meter, "stack", drift.key().stack().label(), "kind", id.replaceFirst("/.*", ""))
        .increment();
  }
}
