package io.soundbite.operator.controller;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What watching costs: the AWS calls of one sweep, by operation, with everything in place, at 1, 10
 * and 100 environments in one account; and calls a second at 50. Figures, not assertions: {@code
 * make bench} prints them and leaves them in {@code target/bench}.
 */
@Tag("bench")
class SweepBench {
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final int MANY = 50;
  private static final Map<Integer, Map<String, Integer>> SWEEPS = new TreeMap<>();
  private static final List<String> RATES = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100})
  void sweep(int environments) {
    var clock = new Leap();
    try (var fleet = Fleet.made(environments, INTERVAL, clock)) {
      var start = clock.instant();
      fleet.awaitReadings(fleet.owners(), start);
      leap(fleet, clock, INTERVAL); // from here on, what did not change is known to be so
      var seq = fleet.journal().now();

      leap(fleet, clock, INTERVAL);

      SWEEPS.put(environments, Journal.counted(fleet.journal().since(seq)));
    }
  }

  /** Environments that came one after the other, and all that is read of them in an hour. */
  @Test
  void rate() {
    var clock = new Leap();
    try (var fleet = Fleet.made(MANY, INTERVAL, clock)) {
      for (var owner : fleet.owners()) {
        fleet.enlist(owner);
        clock.by(INTERVAL.dividedBy(MANY));
      }
      leap(fleet, clock, INTERVAL);
      var seq = fleet.journal().now();
      var hour = Duration.ofHours(1);
      for (var passed = Duration.ZERO; passed.compareTo(hour) < 0; passed = passed.plus(STEP)) {
        leap(fleet, clock, STEP);
      }
      var calls = fleet.journal().since(seq).size();
      RATES.add(
          String.format(
              Locale.ROOT,
              "%d environments, read every %d s at the latest: %.2f calls a second",
              MANY,
              INTERVAL.toSeconds(),
              calls / (double) hour.toSeconds()));
    }
  }

  /** Lets time pass, and waits for what is due by then. */
  private static void leap(Fleet fleet, Leap clock, Duration time) {
    clock.by(time);
    fleet.awaitReadings(fleet.owners(), clock.instant().minus(INTERVAL));
  }

  @AfterAll
  static void print() throws IOException {
    var rows = new ArrayList<String>();
    rows.add(row("operation", SWEEPS.keySet().stream().map(n -> n + " environments").toList()));
    rows.add(row("---", SWEEPS.keySet().stream().map(n -> "---").toList()));
    var operations = new TreeSet<String>();
    SWEEPS.values().forEach(sweep -> operations.addAll(sweep.keySet()));
    operations.forEach(
        operation ->
            rows.add(
                row(
                    operation,
                    SWEEPS.values().stream()
                        .map(sweep -> String.valueOf(sweep.getOrDefault(operation, 0)))
                        .toList())));
    rows.add(row("all", SWEEPS.values().stream().map(it -> String.valueOf(sum(it))).toList()));
    rows.add(
        row(
            "for each environment",
            SWEEPS.entrySet().stream()
                .map(it -> sum(it.getValue()) / (double) it.getKey())
                .map(calls -> String.format(Locale.ROOT, "%.2f", calls))
                .toList()));
    rows.add("");
    rows.addAll(RATES);
    new BenchTable("sweep").print(rows);
  }

  private static int sum(Map<String, Integer> sweep) {
    return sweep.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static String row(String first, List<String> rest) {
    return "| " + first + " | " + String.join(" | ", rest) + " |";
  }
}
