package io.soundbite.operator.controller;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long the image takes from its process's start until it is ready, with its AOT cache and
 * without, in turn, and what of it is in memory then. Figures, not assertions: {@code make bench}
 * prints them and leaves them in {@code target/bench}.
 */
@Tag("bench")
class StartBench {
  private static final int STARTS = 7;

  private record Start(Duration took, Duration cpu, Resident resident) {}

  @Test
  void start() throws IOException {
    var image = ContainerImage.built().limited(512);
    var with = new ArrayList<Start>();
    var without = new ArrayList<Start>();
    measure(image); // warms up the disk; its figures are not kept
    for (var number = 0; number < STARTS; number++) {
      with.add(measure(image));
      without.add(measure(image.with("JDK_JAVA_OPTIONS", "-XX:AOTMode=off")));
    }
    var rows =
        List.of(
            "| AOT cache | starts | ready after, p50 | processor time, p50 | resident, p50 | of it"
                + " its own |",
            "| --- | --- | --- | --- | --- | --- |",
            row("with", with),
            row("without", without),
            String.format(
                Locale.ROOT,
                "| with / without | | %.2f | %.2f | | %.2f |",
                ratio(with, without, it -> it.took().toMillis()),
                ratio(with, without, it -> it.cpu().toMillis()),
                ratio(with, without, it -> it.resident().own())));
    new BenchTable("start").print(rows);
  }

  private static Start measure(ContainerImage image) {
    var operator = new PackagedOperator(image.instead());
    var ready = CompletableFuture.supplyAsync(() -> awaitReady(operator));
    operator.start();
    var process = ProcessHandle.of(operator.pid()).orElseThrow().info();
    var start =
        new Start(
            Duration.between(process.startInstant().orElseThrow(), ready.join()),
            process.totalCpuDuration().orElseThrow(),
            Resident.of(operator.pid()));
    operator.stop();
    return start;
  }

  /** When it was ready. The sandbox asks less often. */
  private static Instant awaitReady(PackagedOperator operator) {
    Awaitility.await()
        .atMost(2, TimeUnit.MINUTES)
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .ignoreExceptions()
        .until(operator::isReady);
    return Instant.now();
  }

  private static String row(String name, List<Start> starts) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.2f s | %.2f s | %d MiB | %d MiB |",
        name,
        starts.size(),
        median(starts, it -> it.took().toMillis()) / 1000.0,
        median(starts, it -> it.cpu().toMillis()) / 1000.0,
        median(starts, it -> it.resident().all()),
        median(starts, it -> it.resident().own()));
  }

  private static double ratio(
      List<Start> starts, List<Start> others, ToLongFunction<Start> figure) {
    return median(starts, figure) / (double) median(others, figure);
  }

  private static long median(List<Start> starts, ToLongFunction<Start> figure) {
    return starts.stream().mapToLong(figure).sorted().skip(starts.size() / 2).findFirst().orElse(0);
  }
}
