package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Packaged operators lose their lease: by an API server that stands still, and by standing still
 * themselves in the middle of a creation.
 */
@Tag("packaged")
class LeadershipIT {
  private static final String OPERATOR =
      "system:serviceaccount:soundbite-system:soundbite-operator";
  private static final String REPOSITORY = "soundbite-staging-api";
  private static final int BEGUN = 15;

  /** Leaves time to pause the leader in the middle, on a busy machine too. */
  private static final Map<String, Object> SLOW = Map.of("latencyMs", 1000, "write", true);

  /**
   * A request whose lease was looked at just before the pause is sent after it: its thread stood
   * between the two (decision 0040).
   */
  private static final int IN_BETWEEN = 1;

  /** The renew deadline of 10 s, and what a busy machine adds. */
  private static final Duration LOSS = Duration.ofSeconds(20);

  @AutoClose private final OperatorUnderTest world = new OperatorUnderTest();
  @AutoClose private final PackagedOperator operator = new PackagedOperator();

  @AfterEach
  void endFaults() {
    world.journal().endFaults();
  }

  @Test
  void aLeaderThatCanNotRenewItsLeaseEnds() {
    start(1);
    world.awaitLeader(operator.pods());
    assertThat(operator.get("/q/metrics")).contains("soundbite_operator_leader 1.0");
    assertThat(operator.get("/q/health/live")).contains("leading", "\"status\": \"UP\"");
    var leader = operator.pid();

    try (var _ = Paused.apiServer()) {
      awaitEnd(leader);
    }
    assertThat(operator.log()).anyMatch(line -> line.contains("The lease is lost"));

    operator.sync();
    assertThat(operator.pid()).isNotEqualTo(leader);
  }

  @Test
  void aFormerLeaderThatGoesOnWritesNothing() {
    start(2);
    world.awaitLeader(operator.pods());
    world.journal().fault(SLOW);
    world.apply(world.example("staging"));
    Awaitility.await(BEGUN + " writes")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> writesSince(0).size() >= BEGUN);
    var former = world.leader();
    Instant resumed;
    long before;
    try (var _ = Paused.process(operator.pid(former))) {
      assertThat(writesSince(0)).as("paused in the middle").hasSizeLessThan(40);
      world.journal().endFaults();
      world.push("staging", REPOSITORY, "1.4.1");
      world.awaitReady("staging");
      world.awaitTagged("staging", REPOSITORY);
      assertThat(world.leader()).isIn(operator.pods()).isNotEqualTo(former);
      before = world.journal().now();
      resumed = Instant.now();
    }
    awaitEnd(operator.pid(former));

    assertThat(writesSince(before)).as("AWS").hasSizeLessThanOrEqualTo(IN_BETWEEN);
    assertThat(writesToKubernetesSince(resumed)).as("Kubernetes").isEmpty();
    assertThat(world.leader()).isNotEqualTo(former);
  }

  private void start(int replicas) {
    operator.start(
        "--set",
        "replicas=%d,watch.all=false,watch.namespaces={%s},clusterId=test"
            .formatted(replicas, world.namespace()),
        "--set-json",
        "env=[{\"name\":\"AWS_ACCESS_KEY_ID\",\"value\":\"%s\"}]"
            .formatted(world.journal().account()));
  }

  private static void awaitEnd(long pid) {
    Awaitility.await("the end of process " + pid)
        .atMost(LOSS)
        .until(() -> ProcessHandle.of(pid).isEmpty());
  }

  private List<Journal.Call> writesSince(long seq) {
    return world.journal().since(seq).stream().filter(Journal.Call::write).toList();
  }

  /** All but renewals of the lease, which the new leader goes on with. */
  private List<JsonNode> writesToKubernetesSince(Instant moment) {
    var ours =
        operator.log("audit.log").stream()
            .filter(line -> line.contains("\"username\":\"" + OPERATOR + "\""));
    return LeaseRecord.changes(ours)
        .filter(
            event ->
                !Set.of("leases", "selfsubjectrulesreviews")
                    .contains(event.path("objectRef").path("resource").asText()))
        .filter(event -> !LeaseRecord.received(event).isBefore(moment))
        .toList();
  }
}
