package io.soundbite.operator.controller;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two replicas of the packaged operator, of which the leader is killed in the middle of a creation:
 * the other comes to the same state as one operator that was never disturbed, and nothing that
 * makes a difference is done twice.
 */
@Tag("packaged")
class TakeoverIT {
  private static final String REPOSITORY = "soundbite-staging-api";
  private static final int WRITES = 15;

  /** Leaves time to kill the leader in the middle, on a busy machine too. */
  private static final Map<String, Object> SLOW = Map.of("latencyMs", 1000, "write", true);

  @AutoClose private final OperatorUnderTest undisturbed = new OperatorUnderTest();
  @AutoClose private final PackagedOperator operator = new PackagedOperator();

  @Test
  void theOtherFinishesWhatTheKilledLeaderBegan() {
    var want = undisturbedState();
    try (var world = OperatorUnderTest.beside(undisturbed)) {
      start(world);
      world.awaitLeader(operator.pods());
      world.journal().fault(SLOW);
      world.apply(world.example("staging"));
      Awaitility.await(WRITES + " writes")
          .atMost(OperatorUnderTest.PATIENCE)
          .until(() -> writes(world.journal()).size() >= WRITES);
      var killed = world.leader();
      operator.kill(killed);
      var half = writes(world.journal()).size();
      world.journal().endFaults();
      finish(world);

      assertThat(half).as("killed in the middle").isLessThan(40);
      assertThat(world.leader()).isIn(operator.pods()).isNotEqualTo(killed);
      assertThat(AccountState.of(world.journal()).differencesTo(want)).isEmpty();
      assertThat(creations(world.journal())).allSatisfy((made, times) -> assertThat(times).isOne());
    }
  }

  private AccountState undisturbedState() {
    undisturbed.start();
    undisturbed.apply(undisturbed.example("staging"));
    finish(undisturbed);
    undisturbed.stop();
    undisturbed.discard("staging");
    return AccountState.of(undisturbed.journal());
  }

  private static void finish(OperatorUnderTest world) {
    world.push("staging", REPOSITORY, "1.4.1");
    world.awaitReady("staging");
    world.awaitTagged("staging", REPOSITORY);
  }

  private void start(OperatorUnderTest world) {
    var account = world.journal().account();
    operator.start(
        "--set",
        "replicas=2,watch.all=false,watch.namespaces={" + world.namespace() + "},clusterId=test",
        "--set-json",
        "env=[{\"name\":\"AWS_ACCESS_KEY_ID\",\"value\":\"%s\"}]".formatted(account));
    assertThat(operator.pods()).hasSize(2);
  }

  private static List<Journal.Call> writes(Journal journal) {
    return journal.since(0).stream().filter(Journal.Call::write).toList();
  }

  /** What was created, and how often. */
  private static Map<String, Long> creations(Journal journal) {
    Predicate<Journal.Call> creates = call -> call.operation().startsWith("Create");
    return writes(journal).stream()
        .filter(creates)
        .filter(call -> call.status() < 300)
        .collect(groupingBy(call -> call.name() + " " + call.resource(), counting()));
  }
}
