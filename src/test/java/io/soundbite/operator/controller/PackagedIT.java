package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The packaged operator: killed in the middle, stopped gracefully, looked at from outside. */
@Tag("packaged")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackagedIT {
  private static final String OPERATOR =
      "system:serviceaccount:soundbite-system:soundbite-operator";
  private static final int[] DEATHS = {1, 9, 18, 27, 36};

  private static OperatorUnderTest world;
  private static PackagedOperator operator;

  @BeforeAll
  static void start() {
    world = OperatorUnderTest.withAccount("000000000000");
    operator = new PackagedOperator();
    LonelyCluster.await(world.client());
  }

  @AfterAll
  static void stop() {
    operator.close();
    world.close();
  }

  @Test
  @Order(1)
  void finishesACreationInWhichItIsKilledFiveTimes() {
    var before = world.journal().now();
    world.journal().fault(Map.of("latencyMs", 100, "write", true));
    operator.start();
    world.apply(world.example("staging"));
    for (var writes : DEATHS) {
      Awaitility.await(writes + " writes")
          .atMost(60, TimeUnit.SECONDS)
          .pollInterval(20, TimeUnit.MILLISECONDS)
          .until(() -> count(before) >= writes);
      operator.kill();
      operator.start();
    }
    world.journal().endFaults();
    world.push("staging", "soundbite-staging-api", "1.4.1", "1.4.2");
    var staging = world.awaitReady("staging");

    assertThat(staging.getStatus().stacks())
        .allSatisfy(stack -> assertThat(stack.ready()).isEqualTo(stack.resources()));
    // Other packaged tests have left theirs in the same account.
    var ours = "SoundBite-staging-";
    var alarms = world.aws().cloudWatch().describeAlarms(it -> it.alarmNamePrefix(ours));
    assertThat(alarms.metricAlarms()).hasSize(17);
    assertThat(world.aws().sqs().listQueues(it -> it.queueNamePrefix(ours)).queueUrls()).hasSize(2);
  }

  @Test
  @Order(2)
  void answersForHealthAndMetrics() {
    assertThat(operator.get("/q/health/ready")).contains("\"status\": \"UP\"");
    assertThat(operator.get("/q/health/live")).contains("\"status\": \"UP\"");
    assertThat(operator.get("/q/metrics"))
        .contains("jvm_memory_used_bytes", "soundbite_operator_leader 1.0")
        .containsPattern("soundbite_environment_ready\\{name=\"staging\".*} 1.0")
        .containsPattern("reconciliations_failure_total\\{controller_name=\"soundbite\".*} ")
        .containsPattern("soundbite_aws_calls_total\\{operation=\"DescribeTable\".*} ");
  }

  @Test
  @Order(3)
  void logsWhatItWritesAsJsonWithEnvironmentStackAndResource() {
    var json = new ObjectMapper();
    assertThat(operator.log())
        .filteredOn(line -> line.startsWith("{"))
        .anySatisfy(
            line -> {
              var mdc = json.readTree(line).path("mdc");
              assertThat(mdc.path("environment").asText()).endsWith("/staging");
              assertThat(mdc.path("stack").asText()).isEqualTo("Compute");
              assertThat(mdc.path("resource").asText()).isEqualTo("Deployment/processor");
            });
  }

  @Test
  @Order(4)
  void needsNoRightThatItDoesNotHave() {
    assertThat(operator.log("audit.log"))
        .filteredOn(line -> line.contains("\"username\":\"" + OPERATOR + "\""))
        .isNotEmpty()
        .noneMatch(line -> line.contains("\"code\":403"));
  }

  @Test
  @Order(5)
  void givesTheLeaseBackWhenItIsStopped() {
    operator.stop();
    var lease =
        world.client().leases().inNamespace("soundbite-system").withName("soundbite-operator");
    assertThat(lease.get().getSpec().getHolderIdentity()).isNullOrEmpty();

    operator.start();
    world.kubectl().change("staging", "image", Map.of("tag", "1.4.2"));
    assertThat(world.awaitReady("staging").getStatus().release().tag()).isEqualTo("1.4.2");
  }

  private static long count(long before) {
    return world.journal().since(before).stream().filter(Journal.Call::write).count();
  }
}
