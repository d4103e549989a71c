package io.soundbite.operator.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** Shows whether this replica leads: {@code soundbite_operator_leader}, 1 or 0. */
public final class LeaderGauge {
  private LeaderGauge() {}

  /** Shows in {@code registry} what {@code leads} says. */
  public static void show(MeterRegistry registry, BooleanSupplier leads) {
    Gauge.builder("soundbite.operator.leader", () -> leads.getAsBoolean() ? 1 : 0)
        .description("Whether this replica holds the lease: it alone reconciles.")
        .strongReference(true)
        .register(registry);
  }
}
