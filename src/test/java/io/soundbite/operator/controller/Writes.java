package io.soundbite.operator.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * What a packaged operator has asked of AWS and of the API server, by the journal and the audit
 * log.
 */
record Writes(Journal journal, PackagedOperator operator) {
  private static final String OPERATOR =
      "\"username\":\"system:serviceaccount:soundbite-system:soundbite-operator\"";
  private static final Pattern WRITE =
      Pattern.compile("\"verb\":\"(create|update|patch|delete|deletecollection)\"");

  /** So many; leases do not count. */
  record Count(long reads, long aws, long kubernetes) {
    Count minus(Count before) {
      return new Count(reads - before.reads, aws - before.aws, kubernetes - before.kubernetes);
    }

    long all() {
      return aws + kubernetes;
    }

    @Override
    public String toString() {
      return "%d reads of AWS, %d writes to AWS, %d to Kubernetes"
          .formatted(reads, aws, kubernetes);
    }
  }

  Count count() {
    var calls = journal.since(0);
    var aws = calls.stream().filter(Journal.Call::write).count();
    var kubernetes =
        operator.log("audit.log").stream()
            .filter(line -> line.contains(OPERATOR) && WRITE.matcher(line).find())
            .filter(line -> !line.contains("\"resource\":\"leases\""))
            .filter(line -> line.contains("\"stage\":\"ResponseComplete\""))
            .count();
    return new Count(calls.size() - aws, aws, kubernetes);
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
              var now = count().all();
              if (now != last.writes) {
                last.writes = now;
                last.since = Instant.now();
              }
              return last.since.plus(quiet).isBefore(Instant.now());
            });
  }
}
