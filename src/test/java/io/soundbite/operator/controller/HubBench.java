package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Hub and spoke: what a sweep of 100 environments in five accounts costs with a role each, and with
 * one role in each account that they share, at AWS's rates, which the emulator enforces. {@code
 * make bench} prints the figures and leaves them in {@code target/bench}. It fails when a role each
 * costs more than 1.5 times the calls, when a call is throttled, or when a sweep takes longer than
 * the interval.
 */
@Tag("bench")
class HubBench {
  private static final int ENVIRONMENTS = Integer.getInteger("bench.hub.environments", 100);
  private static final int ACCOUNTS = 5;
  private static final int SWEEPS = Integer.getInteger("bench.hub.sweeps", 2);
  private static final double RATIO = 1.5;

  private final Map<String, List<Spokes.Sweep>> layouts = new LinkedHashMap<>();

  @Test
  void sweeps() throws IOException {
    try (var spokes = new Spokes(ENVIRONMENTS, ACCOUNTS)) {
      var journals = spokes.journals();
      journals.forEach(
          it -> it.profile(Map.of("name", "realistic", "failures", 0, "stsRefusals", 0)));
      layouts.put("one role in each account", spokes.sharedSweeps(SWEEPS));
      layouts.put("a role each", spokes.hubSweeps(SWEEPS));
      print();

      assertThat(calls("a role each"))
          .isLessThanOrEqualTo((int) (RATIO * calls("one role in each account")));
      assertThat(journals).flatMap(it -> it.since(0)).noneMatch(Journal.Call::isThrottled);
      assertThat(layouts.values())
          .allSatisfy(it -> assertThat(it).allMatch(sweep -> isInTime(sweep)));
    }
  }

  private static boolean isInTime(Spokes.Sweep sweep) {
    return sweep.took().compareTo(Spokes.INTERVAL) < 0;
  }

  /** Of all sweeps. */
  private int calls(String layout) {
    return layouts.getOrDefault(layout, List.of()).stream().mapToInt(Spokes.Sweep::sum).sum();
  }

  private void print() throws IOException {
    var rows = new ArrayList<String>();
    rows.add(row("calls of each sweep", layouts.keySet().stream().toList()));
    rows.add(row("---", layouts.keySet().stream().map(it -> "---").toList()));
    var operations = new TreeSet<String>();
    layouts.values().forEach(it -> it.forEach(sweep -> operations.addAll(sweep.calls().keySet())));
    operations.forEach(
        operation ->
            rows.add(
                row(
                    operation,
                    layouts.values().stream().map(it -> counts(it, operation)).toList())));
    rows.add(row("all", layouts.keySet().stream().map(it -> String.valueOf(calls(it))).toList()));
    rows.add(
        row(
            "seconds",
            layouts.values().stream()
                .map(
                    it ->
                        it.stream()
                            .map(sweep -> String.valueOf(sweep.took().toSeconds()))
                            .collect(Collectors.joining(", ")))
                .toList()));
    new BenchTable("hub").print(rows);
  }

  private static String counts(List<Spokes.Sweep> sweeps, String operation) {
    return sweeps.stream()
        .map(sweep -> String.valueOf(sweep.calls().getOrDefault(operation, 0)))
        .collect(Collectors.joining(", "));
  }

  private static String row(String first, List<String> rest) {
    return "| " + first + " | " + String.join(" | ", rest) + " |";
  }
}
