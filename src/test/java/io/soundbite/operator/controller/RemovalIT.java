package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of an environment when its custom resource is deleted. */
@Tag("realistic")
class RemovalIT {
  private static final Map<String, Object> DELETE =
      Map.of("aws", Map.of("deletionPolicy", "Delete"));
  private static final Map<String, Object> DELETE_ALL =
      Map.of("aws", Map.of("deletionPolicy", "Delete", "deleteData", true));

  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start();

  @Test
  void retainLeavesEverythingToItsOwnerWhoFindsItAgain() {
    operator.ready("keep", "keep", Map.of());
    data("keep").put();
    var before = state("keep");
    var owner = operator.owner("keep");
    assertThat(before.owners())
        .allSatisfy((name, said) -> assertThat(said).isEqualTo("owner=" + owner));

    operator.kubectl().delete("keep");
    operator.kubectl().awaitGone("keep");
    var left = state("keep");
    assertThat(left.byName()).containsOnlyKeys(before.byName().keySet());
    assertThat(left.owners())
        .allSatisfy((name, said) -> assertThat(said).isEqualTo("retained-by=" + owner));

    var seq = operator.journal().now();
    operator.kubectl().apply("keep", "keep", Map.of());
    operator.awaitReady("keep");
    assertThat(operator.journal().writesSince(seq).keySet())
        .as("nothing is made anew")
        .noneMatch(call -> call.contains(":Create") || call.contains(":Delete"));
    var again = state("keep");
    assertThat(again.byName()).containsOnlyKeys(before.byName().keySet());
    assertThat(again.owners()).isEqualTo(before.owners());
    assertThat(data("keep").areThere()).isTrue();
  }

  @Test
  void deleteTakesPodsFirstAndLeavesNothingButTheNeighbours() throws Exception {
    operator.ready("tear-eu", "tear-eu", Map.of());
    operator.ready("tear", "tear", DELETE_ALL);
    var neighbour = state("tear-eu");
    assertThat(state("tear").without("tear-eu").byName()).hasSameSizeAs(neighbour.byName());

    var gone = new ConcurrentHashMap<String, Instant>();
    var seq = operator.journal().now();
    try (var _ =
        operator
            .client()
            .apps()
            .deployments()
            .inNamespace(operator.namespace())
            .watch(new Disappearance(gone))) {
      operator.kubectl().delete("tear");
      operator.kubectl().awaitGone("tear");
    }

    assertThat(gone.keySet()).contains("tear-api-blue", "tear-processor");
    var lastPod = gone.values().stream().max(Instant::compareTo).orElseThrow();
    var writes = operator.journal().since(seq).stream().filter(Journal.Call::write).toList();
    assertThat(writes)
        .isNotEmpty()
        .allSatisfy(
            call -> assertThat(Instant.ofEpochMilli(call.time())).isAfterOrEqualTo(lastPod));
    assertThat(order(writes, "sqs:DeleteQueue"))
        .containsExactly("SoundBite-tear-SoundbiteQueue", "SoundBite-tear-SoundbiteDLQ");
    assertThat(state("tear").without("tear-eu").byName()).isEmpty();
    assertThat(state("tear-eu")).isEqualTo(neighbour);
    operator.kubectl().delete("tear-eu");
    operator.kubectl().awaitGone("tear-eu");
  }

  @Test
  @FollowsAdvice("HoldsData")
  void dataStaysUntilDeleteDataSaysOtherwise() {
    operator.ready("data", "data", with(DELETE, "features", List.of("basic", "backup")));
    data("data").put();

    operator.kubectl().delete("data");
    var held =
        operator.await(
            "data",
            it ->
                OperatorUnderTest.condition(it, "Ready")
                    .filter(ready -> ready.getReason().equals("HoldsData"))
                    .filter(ready -> ready.getMessage().contains("ecr:DeleteRepository"))
                    .filter(ready -> ready.getMessage().contains("s3:DeleteBucket"))
                    .filter(ready -> ready.getMessage().contains("dynamodb:DeleteTable"))
                    .filter(ready -> !ready.getMessage().contains("; and "))
                    .isPresent());
    assertThat(OperatorUnderTest.condition(held, "Ready").orElseThrow())
        .satisfies(
            ready -> {
              assertThat(ready.getStatus()).isEqualTo("False");
              assertThat(ready.getMessage()).contains("spec.aws.deleteData: true");
            });
    assertThat(OperatorUnderTest.is(held, "Stalled", "True")).isTrue();
    assertThat(state("data").byName().keySet())
        .as("what holds data, and nothing else")
        .containsExactlyInAnyOrder(
            "table SoundBite-data-SoundbitesTable",
            "bucket soundbite-data-soundbites-" + operator.journal().account(),
            "repository soundbite-data-api");
    assertThat(data("data").areThere()).isTrue();
    assertThat(
            operator
                .aws()
                .dynamoDb()
                .describeTable(it -> it.tableName("SoundBite-data-SoundbitesTable"))
                .table()
                .deletionProtectionEnabled())
        .isTrue();

    operator.kubectl().editAws("data", Map.of("deleteData", true));
    operator.kubectl().awaitGone("data");
    assertThat(state("data").byName()).isEmpty();
  }

  @Test
  void aRetainThatIsEditedIntoADeleteTakesWhatItHadLeft() {
    operator.ready("change", "change", Map.of());
    operator
        .journal()
        .fault(Map.of("service", "sqs", "operation", "UntagQueue", "code", "AccessDenied"));
    try {
      operator.kubectl().delete("change");
      operator.await("change", it -> isAllThatIsLeft(it, "AccessDenied", 2));
      assertThat(state("change").owners().get("table SoundBite-change-SoundbitesTable"))
          .startsWith("retained-by=");
      // While the queues keep it: a Retain that has come to its end can't be edited any more.
      operator.kubectl().editAws("change", Map.of("deletionPolicy", "Delete", "deleteData", true));
      operator.kubectl().awaitGone("change");
    } finally {
      operator.journal().endFaults();
    }
    assertThat(state("change").byName()).isEmpty();
  }

  @Test
  @FollowsAdvice("InUse")
  void aRepositoryStaysWhileAnotherEnvironmentRunsItsImages() {
    operator.ready("source", "source", DELETE_ALL);
    operator
        .kubectl()
        .apply(
            "target",
            "target",
            Map.of("image", Map.of("repository", "soundbite-source-api", "tag", "1.4.1")));
    operator.awaitReady("target");

    operator.kubectl().delete("source");
    var held = operator.await("source", it -> isAllThatIsLeft(it, "InUse", 1));
    assertThat(OperatorUnderTest.condition(held, "Ready").orElseThrow().getMessage())
        .contains("soundbite-source-api", operator.namespace() + "/target");
    assertThat(state("source").byName()).containsOnlyKeys("repository soundbite-source-api");
    assertThat(operator.environment("target").get()).matches(OperatorUnderTest::isReady);

    operator.kubectl().delete("target");
    operator.kubectl().awaitGone("target");
    operator.kubectl().awaitGone("source");
    assertThat(state("source").byName()).isEmpty();
  }

  /** Whether {@code count} resources are left, for that reason: everything else has been done. */
  private static boolean isAllThatIsLeft(
      SoundBiteEnvironment environment, String reason, int count) {
    return OperatorUnderTest.condition(environment, "Ready")
        .filter(it -> it.getReason().equals(reason))
        .filter(it -> it.getMessage().split("; ", -1).length == count)
        .isPresent();
  }

  private static AccountResources state(String environment) {
    return operator.resources().of(environment);
  }

  private static List<String> order(List<Journal.Call> calls, String name) {
    return calls.stream().filter(it -> it.name().equals(name)).map(Journal.Call::resource).toList();
  }

  private static Soundbites data(String environment) {
    return new Soundbites(operator, environment);
  }

  private static Map<String, Object> with(Map<String, Object> spec, String field, Object value) {
    var copy = new TreeMap<>(spec);
    copy.put(field, value);
    return copy;
  }

  /** Notes when Deployments are gone, pods and all. */
  private record Disappearance(Map<String, Instant> gone) implements Watcher<Deployment> {
    @Override
    public void eventReceived(Action action, Deployment deployment) {
      if (action == Action.DELETED) {
        gone.put(deployment.getMetadata().getName(), Instant.now());
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      // the test ends with the environment
    }
  }
}
