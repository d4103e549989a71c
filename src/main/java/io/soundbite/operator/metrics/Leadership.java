package io.soundbite.operator.metrics;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Shows whether this replica leads: {@code soundbite_operator_leader}, 1 or 0. */
public final class Leadership {
  private final AtomicInteger leads = new AtomicInteger();

  /** Shows it in {@code registry}. */
  public Leadership(MeterRegistry registry) {
    Gauge.builder("soundbite.operator.leader", leads::get)
        .description("Whether this replica holds the lease: it alone reconciles.")
        .strongReference(true)
        .register(registry);
  }

  /** To be told by the election. */
  public LeaderCallbacks callbacks() {
    return new LeaderCallbacks(() -> leads.set(1), () -> leads.set(0), any -> {});
  }
}
