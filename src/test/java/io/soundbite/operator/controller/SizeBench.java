package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Measures the image with 512 MiB, and 1, 10 and 100 environments: how long until all are Ready,
 * what is in memory, what is written while nothing changes, and how long drift lasts, on both
 * sides, in twenty of them; beside a noisy one too. {@code make bench} prints the figures and
 * leaves them in {@code target/bench}. It fails when more memory is the operator's own than is
 * allowed for so many environments, when anything is written while nothing changes, when drift is
 * not healed, or when the operator does not live on 512 MiB.
 */
@Tag("bench")
class SizeBench {
  private static final int MEMORY = 512;
  private static final int DRIFTED = 20;
  private static final Duration STEADY = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String REPOSITORY = "soundbite-size-0-api";
  private static final String ACCOUNT = "000000000000";

  /** MiB of its own that the operator may have, by the number of environments. */
  private static final Map<Integer, Long> ALLOWED = Map.of(1, 120L, 10, 150L, 100, 256L);

  private final List<String> rows = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();

  @Test
  void size() throws IOException {
    var image = ContainerImage.built().limited(MEMORY);
    try (var world = OperatorUnderTest.withAccount(ACCOUNT);
        var operator = new PackagedOperator(image.instead())) {
      var writes = new Writes(world.journal(), operator);
      operator.start();
      rows.add(
          "| environments | ready in the median after | the last after | resident | its own |");
      rows.add("| --- | --- | --- | --- | --- |");
      row(writes, operator, 1, grow(world, operator, 0, 1));
      row(writes, operator, 10, grow(world, operator, 1, 10));
      row(writes, operator, 100, grow(world, operator, 10, 100));
      rows.add("");
      steady(writes, operator);
      drift(world, operator, "nothing else going on");
      try (var noise = new Noise(world.kubectl(), name(0))) {
        drift(world, operator, "one environment changed five times a second");
        rows.add("The noisy one was changed %d times.".formatted(noise.changes()));
      }
    } finally {
      new BenchTable("size").print(rows);
    }
    assertThat(missed).as("targets that were missed").isEmpty();
  }

  private static String name(int number) {
    return "size-" + number;
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(SizeBench::name).toList();
  }

  private static Waits grow(OperatorUnderTest world, PackagedOperator operator, int from, int to) {
    var image = Map.of("tag", "1.4.1", "repository", REPOSITORY);
    Map<String, Object> spec = Map.of("image", image, "drift", Map.of("interval", "1m"));
    var start = Instant.now();
    names(from, to).forEach(name -> world.kubectl().apply(name, name, spec));
    if (from == 0) {
      world.push(name(0), REPOSITORY, "1.4.1");
    }
    return Waits.since(
        start,
        operator,
        names(from, to),
        name -> OperatorUnderTest.isReady(world.environment(name).get()));
  }

  private void row(Writes writes, PackagedOperator operator, int environments, Waits waits) {
    writes.awaitQuiet(QUIET, PATIENCE);
    var resident = Resident.of(operator.pid());
    var allowed = ALLOWED.get(environments);
    if (resident.own() > allowed) {
      missed.add(
          "%d MiB of its own with %d environments, of %d allowed"
              .formatted(resident.own(), environments, allowed));
    }
    rows.add(
        "| %d | %s | %s | %d MiB | %d MiB |"
            .formatted(
                environments, waits.median(), waits.longest(), resident.all(), resident.own()));
  }

  private void steady(Writes writes, PackagedOperator operator) {
    var before = writes.count();
    var end = Instant.now().plus(STEADY);
    Awaitility.await().atMost(PATIENCE).until(() -> Instant.now().isAfter(end));
    operator.assertAlive();
    var made = writes.count().minus(before);
    rows.add(
        "%d minutes in which nothing changes, everything read every minute: %s."
            .formatted(STEADY.toMinutes(), made));
    rows.add("");
    if (made.writes() > 0) {
      missed.add("writes while nothing changes: " + made);
    }
  }

  private void drift(OperatorUnderTest world, PackagedOperator operator, String meanwhile) {
    rows.add(
        "Drift in %d of 100, %s: %s."
            .formatted(
                DRIFTED,
                meanwhile,
                new Drifted(world, operator, names(1, 1 + DRIFTED)).heal().told()));
  }
}
