package io.soundbite.operator.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.blueprint.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/** The gauges of each environment: exactly those that were shown last. */
final class Gauges {

  /** One that is registered. */
  private record Shown(Gauge gauge, AtomicReference<Double> value) {}

  private final MeterRegistry registry;
  private final ConcurrentMap<Owner, Map<Series.Id, Shown>> shown = new ConcurrentHashMap<>();

  Gauges(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Shows {@code series} of {@code owner}, and nothing else of it any more. */
  void show(Owner owner, List<Series> series) {
    shown.compute(owner, (any, before) -> shown(before == null ? Map.of() : before, series));
  }

  /** Shows nothing of {@code owner} any more. */
  void forget(Owner owner) {
    show(owner, List.of());
    shown.remove(owner, Map.of());
  }

  private Map<Series.Id, Shown> shown(Map<Series.Id, Shown> before, List<Series> series) {
    var now = new HashMap<Series.Id, Shown>();
    for (var it : series) {
      var there = before.get(it.id());
      if (there == null) {
        now.put(it.id(), registered(it));
      } else {
        there.value().set(it.value());
        now.put(it.id(), there);
      }
    }
    before.forEach(
        (id, gone) -> {
          if (!now.containsKey(id)) {
            registry.remove(gone.gauge());
          }
        });
    return now;
  }

  private Shown registered(Series series) {
    var value = new AtomicReference<>(series.value());
    var id = series.id();
    var gauge =
        Gauge.builder(id.name(), value::get)
            .description(series.help())
            .baseUnit(id.unit().isEmpty() ? null : id.unit())
            .tags(id.tags())
            .strongReference(true)
            .register(registry);
    return new Shown(gauge, value);
  }
}
