package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long creation takes, with latency added to each AWS call: one environment, and 20 at once,
 * from apply to Synced, against the same AWS calls made directly in the same run. Figures, not
 * assertions: {@code make bench} prints them and leaves them in {@code target/bench}.
 */
@Tag("bench")
class CreationBench {
  private static final int MANY = 20;
  private static final int ROUNDS = 3;
  private static final List<String> ROWS =
      new ArrayList<>(
          List.of(
              "| added per call | environments | AWS calls | operator | 32 at a time | one by one |"
                  + " operator / 32 at a time |",
              "| --- | --- | --- | --- | --- | --- | --- |"));

  @ParameterizedTest
  @ValueSource(ints = {0, 50})
  void creation(int latency) throws Exception {
    measure(latency, 1); // warms up the JVM and the emulator; its figures are not kept
    ROWS.removeLast();
    for (var round = 0; round < ROUNDS; round++) {
      measure(latency, 1);
    }
    measure(latency, MANY);
  }

  @AfterAll
  static void print() throws IOException {
    new BenchTable("creation").print(ROWS);
  }

  private static void measure(int latency, int count) {
    var recorded = new RecordedCalls();
    try (var operator = new OperatorUnderTest()) {
      operator.start(recorded);
      if (latency > 0) {
        operator.journal().fault(Map.of("latencyMs", latency));
      }
      var start = System.nanoTime();
      IntStream.range(0, count).forEach(n -> operator.apply(environment(operator, n)));
      IntStream.range(0, count)
          .forEach(
              n -> operator.await("bench-" + n, it -> OperatorUnderTest.is(it, "Synced", "True")));
      var took = Duration.ofNanos(System.nanoTime() - start);
      operator.stop();
      var floor = recorded.replay(32);
      var oneByOne = count == 1 ? recorded.replay(1) : Duration.ZERO;
      operator.journal().endFaults();
      ROWS.add(
          "| %d ms | %d | %d | %s | %s | %s | %.1f |"
              .formatted(
                  latency,
                  count,
                  recorded.size(),
                  seconds(took),
                  seconds(floor),
                  count == 1 ? seconds(oneByOne) : "-",
                  took.toMillis() / (double) floor.toMillis()));
    }
  }

  private static SoundBiteEnvironment environment(OperatorUnderTest operator, int number) {
    var environment = operator.example("staging");
    environment.getMetadata().setName("bench-" + number);
    return operator.renamed(environment, "bench-" + number);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
  }
}
