package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two packaged replicas, of which the leader is killed or paused, or whose API server stands still,
 * at random moments of creations, switches and deletions: whatever is asked for comes about, and no
 * write is made by a replica that does not hold the lease.
 *
 * <p>{@code -Dsoundbite.outages=200} has as many rounds, {@code -Dsoundbite.outages.seed} others.
 */
@Tag("packaged")
class OutagesIT {
  private static final int ROUNDS = Integer.getInteger("soundbite.outages", 4);
  private static final long SEED = Long.getLong("soundbite.outages.seed", 2);
  private static final String REPOSITORY = "soundbite-staging-api";

  /** For a replica to end, another to lead, and what is asked for to come about. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @AutoClose private final OperatorUnderTest world = new OperatorUnderTest();
  @AutoClose private final PackagedOperator operator = new PackagedOperator();

  private final Random random = new Random(SEED);
  private int pauses;
  private final Set<String> replicas = new HashSet<>();

  private enum Outage {
    LEADER_KILLED,
    LEADER_PAUSED,
    API_SERVER_PAUSED
  }

  @Test
  void onlyTheHolderOfTheLeaseWrites() {
    start();
    var audited = operator.log("audit.log").size();
    world.journal().fault(Map.of("latencyMs", 50, "write", true));

    for (var round = 0; round < ROUNDS; round++) {
      var leader = awaitLeader();
      change(round);
      pass(random.nextInt(2_000));
      disturb(leader);
      awaitOutcome(round);
    }

    var audit = operator.log("audit.log");
    var lease =
        LeaseRecord.of(audit.subList(audited, audit.size()), world.journal().since(0), replicas);
    assertThat(lease.renewals()).as("of two replicas or more").isNotEmpty();
    assertThat(lease.writes()).extracting(LeaseRecord.Write::replica).hasSizeGreaterThan(ROUNDS);
    assertThat(lease.withoutLease())
        .as("seed %d, %d rounds; a request may stand between look and sending", SEED, ROUNDS)
        .hasSizeLessThanOrEqualTo(pauses);
  }

  /** A creation, two switches and a deletion, in turn. */
  private void change(int round) {
    switch (round % 4) {
      case 0 -> {
        world.apply(staging("1.4.1"));
        world.push("staging", REPOSITORY, "1.4.1", "1.4.2");
      }
      case 1 -> world.apply(staging("1.4.2"));
      case 2 -> world.apply(staging("1.4.1"));
      default -> world.environment("staging").delete();
    }
  }

  private SoundBiteEnvironment staging(String tag) {
    return world.with(
        world.example("staging"),
        Map.of(
            "image",
            Map.of("tag", tag),
            "aws",
            Map.of("deletionPolicy", "Delete", "deleteData", true)));
  }

  private void awaitOutcome(int round) {
    Awaitility.await("the outcome of round " + round)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              sync();
              var now = world.environment("staging").get();
              return round % 4 == 3 ? now == null : now != null && OperatorUnderTest.isReady(now);
            });
  }

  private void disturb(String leader) {
    var pid = operator.pid(leader);
    switch (Outage.values()[random.nextInt(Outage.values().length)]) {
      case LEADER_KILLED -> operator.kill(leader);
      case LEADER_PAUSED -> {
        pauses++;
        try (var _ = Paused.process(pid)) {
          Awaitility.await("another leader")
              .atMost(PATIENCE)
              .until(() -> !world.leader().equals(leader));
        }
      }
      case API_SERVER_PAUSED -> {
        try (var _ = Paused.apiServer()) {
          pass(random.nextInt(15_000));
        }
      }
    }
  }

  private void start() {
    var pod = "{\"name\":\"%s\",\"valueFrom\":{\"fieldRef\":{\"fieldPath\":\"metadata.name\"}}}";
    operator.start(
        "--set",
        "replicas=2,watch.all=false,watch.namespaces={" + world.namespace() + "},clusterId=test",
        "--set-json",
        "env=[{\"name\":\"AWS_ACCESS_KEY_ID\",\"value\":\"%s\"},%s,%s]"
            .formatted(
                world.journal().account(),
                pod.formatted("AWS_SDK_UA_APP_ID"),
                pod.formatted("KUBERNETES_USER_AGENT")));
    replicas.addAll(operator.pods());
    assertThat(replicas).hasSize(2);
  }

  /** A leader whose process runs. */
  private String awaitLeader() {
    Awaitility.await("a leader")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              sync();
              var leader = world.leader();
              return operator.pods().contains(leader)
                  && ProcessHandle.of(operator.pid(leader)).isPresent();
            });
    return world.leader();
  }

  private void sync() {
    operator.sync();
    replicas.addAll(operator.pods());
  }

  /** How long an outage lasts is part of the case. */
  private static void pass(int millis) {
    var time = Duration.ofMillis(millis);
    Awaitility.await().pollDelay(time).atMost(time.plusSeconds(60)).until(() -> true);
  }
}
