package io.soundbite.operator.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * What a packaged operator has asked of AWS and of the API server, by the journal and the audit
 * log.
 */
record Writes(Journal journal, PackagedOperator operator) {
  private static final String OPERATOR =
      "system:serviceaccount:soundbite-system:soundbite-operator";

  /** Renewed every few seconds, and no object of an environment. */
  private static final String LEASES = "leases.coordination.k8s.io";

  /**
   * Requests so far; leases do not count.
   *
   * @param aws the writes, by operation
   * @param kubernetes the writes, by verb, resource and name
   */
  record Count(long reads, SortedMap<String, Long> aws, SortedMap<String, Long> kubernetes) {
    Count minus(Count before) {
      return new Count(
          reads - before.reads,
          difference(aws, before.aws),
          difference(kubernetes, before.kubernetes));
    }

    long writes() {
      return sum(aws) + sum(kubernetes);
    }

    @Override
    public String toString() {
      return "%d reads of AWS, %d writes to AWS%s, %d to Kubernetes%s"
          .formatted(reads, sum(aws), listed(aws), sum(kubernetes), listed(kubernetes));
    }

    private static SortedMap<String, Long> difference(
        SortedMap<String, Long> now, SortedMap<String, Long> before) {
      var rest = new TreeMap<>(now);
      before.forEach((what, times) -> rest.merge(what, -times, Long::sum));
      rest.values().removeIf(times -> times == 0);
      return rest;
    }

    private static long sum(SortedMap<String, Long> counts) {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String listed(SortedMap<String, Long> counts) {
      return counts.isEmpty()
          ? ""
          : counts.entrySet().stream()
              .map(it -> it.getValue() + " " + it.getKey())
              .collect(Collectors.joining(", ", " (", ")"));
    }
  }

  Count count() {
    var calls = journal.since(0);
    var writes = calls.stream().filter(Journal.Call::write).map(Journal.Call::name).toList();
    return new Count(calls.size() - writes.size(), counted(writes), counted(toKubernetes()));
  }

  private List<String> toKubernetes() {
    var ended =
        operator.log("audit.log").stream()
            .filter(line -> line.contains("\"stage\":\"ResponseComplete\""))
            .toList();
    return ApiAccess.of(OPERATOR, ended).stream()
        .filter(ApiAccess::isWrite)
        .filter(it -> !it.resource().equals(LEASES))
        .map(it -> it.verb() + " " + it.resource() + " " + it.name())
        .toList();
  }

  private static SortedMap<String, Long> counted(List<String> all) {
    return all.stream()
        .collect(Collectors.groupingBy(it -> it, TreeMap::new, Collectors.counting()));
  }

  /** Returns when nothing has been written for {@code quiet}. */
  void awaitQuiet(Duration quiet, Duration patience) {
    var last =
        new Object() {
          long writes = -1;
          Instant since = Instant.now();
        };
    Awaitility.await("an end of writes")
        .atMost(patience)
        .pollInterval(Duration.ofSeconds(5))
        .until(
            () -> {
              operator.assertAlive();
              var now = count().writes();
              if (now != last.writes) {
                last.writes = now;
                last.since = Instant.now();
              }
              return last.since.plus(quiet).isBefore(Instant.now());
            });
  }
}
