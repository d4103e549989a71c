package io.soundbite.operator.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** How long each of several has waited for the same, from one moment on. */
record Waits(List<Duration> sorted) {
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /**
   * Returns when {@code happened} has held of each of {@code names}; fails when the operator ends.
   */
  static Waits since(
      Instant start, PackagedOperator operator, List<String> names, Predicate<String> happened) {
    Map<String, Duration> waits = new TreeMap<>();
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(200, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              operator.assertAlive();
              names.stream()
                  .filter(name -> !waits.containsKey(name))
                  .filter(happened)
                  .forEach(name -> waits.put(name, Duration.between(start, Instant.now())));
              return waits.size() == names.size();
            });
    return new Waits(waits.values().stream().sorted().toList());
  }

  /** Returns all of {@code waits}. */
  static Waits all(List<Waits> waits) {
    return new Waits(waits.stream().flatMap(it -> it.sorted().stream()).sorted().toList());
  }

  String median() {
    return seconds(sorted.get(sorted.size() / 2));
  }

  /** The 95th percentile. */
  String most() {
    return seconds(percentile95());
  }

  Duration percentile95() {
    return sorted.get((sorted.size() * 95 + 99) / 100 - 1);
  }

  String longest() {
    return seconds(sorted.getLast());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
