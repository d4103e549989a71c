package io.soundbite.operator.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a packaged operator holds, after a full garbage collection.
 *
 * @param heap bytes of live objects
 * @param threads of the platform
 * @param clients instances of the SDK's clients
 * @param series in its metrics that name an environment of one namespace
 */
record LiveProcess(long heap, Resident resident, int threads, long clients, long series) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +(\\d+) +(\\d+)");
  private static final Pattern CLIENT =
      Pattern.compile(
          "(?m)^ *\\d+: +(\\d+) +\\d+ +software\\.amazon\\.awssdk\\.services\\.[a-z0-9]+\\.Default[A-Za-z0-9]+Client(?: .*)?$");

  static LiveProcess of(PackagedOperator operator, String namespace) {
    var histogram = histogram(operator.pid());
    var total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new AssertionError(histogram);
    }
    return new LiveProcess(
        Long.parseLong(total.group(2)),
        Resident.of(operator.pid()),
        threads(operator.pid()),
        CLIENT.matcher(histogram).results().mapToLong(it -> Long.parseLong(it.group(1))).sum(),
        operator
            .get("/q/metrics")
            .lines()
            .filter(it -> !it.startsWith("#") && it.contains('"' + namespace + '"'))
            .count());
  }

  /** Of live objects only, for which the operator's own JDK collects the others first. */
  private static String histogram(long pid) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return new Script(jcmd, String.valueOf(pid), "GC.class_histogram").run(Map.of());
  }

  private static int threads(long pid) {
    try (var tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return (int) tasks.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
