package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Where nothing changes, nothing is said to have changed, and nothing is written. */
class NoFalseDriftIT {
  /** Of each environment; 200 reconciles in all. */
  private static final int ROUNDS = 50;

  private static final Duration SETTLED = Duration.ofMinutes(20);
  private static final List<String> ALL = List.of("development", "staging", "production", "rich");

  private final Leap clock = new Leap();
  @AutoClose private final OperatorUnderTest operator = new OperatorUnderTest();
  private final Seen seen = new Seen();

  @Test
  void nothingIsFoundAndNothingIsWrittenInTwoHundredReconciles() {
    operator.start(clock);
    make();
    clock.by(SETTLED); // or readings would count as what was written
    ALL.forEach(operator::reread);
    ALL.forEach(operator::awaitReady);
    var seq = operator.journal().now();
    var versions = versions();
    operator
        .client()
        .resources(SoundBiteEnvironment.class)
        .inNamespace(operator.namespace())
        .inform(seen);

    for (var round = 0; round < ROUNDS; round++) {
      clock.by(Duration.ofMinutes(1));
      var before = operator.journal().now();
      ALL.forEach(operator.kubectl()::requestReconcile);
      var handled = ALL.size() * (round + 2); // one each came before
      await()
          .atMost(OperatorUnderTest.PATIENCE)
          .until(() -> readsSince(before).equals(expected()) && seen.requests() >= handled);
    }
    ALL.forEach(operator::reread);
    ALL.forEach(operator::awaitReady);

    await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> seen.requests() == ALL.size() * (ROUNDS + 2));
    assertThat(seen.drifted).isEmpty();
    assertThat(operator.countedByKind("soundbite.drift.found")).isEmpty();
    assertThat(ALL.stream().flatMap(operator::events).map(it -> it.getReason()))
        .contains("Ready")
        .doesNotContain("DriftFound", "DriftHealed");
    assertThat(operator.journal().writesSince(seq)).isEmpty();
    assertThat(versions()).isEqualTo(versions);
  }

  /** The three examples, and one with every setting that they leave out. */
  private void make() {
    operator.apply(operator.example("development"));
    operator.apply(operator.example("staging"));
    operator.push("staging", "soundbite-staging-api", "1.4.1");
    operator.push("development", "soundbite-development-api", "1.5.0-dev");
    operator.apply(operator.example("production"));
    operator.kubectl().apply("rich", "rich", everything());
    ALL.forEach(operator::awaitReady);
    operator.awaitTagged("development", "soundbite-development-api");
    operator.awaitTagged("staging", "soundbite-staging-api");
    operator.awaitTagged("production", "soundbite-staging-api");
    operator.awaitTagged("rich", "soundbite-staging-api");
  }

  private static Map<String, Object> everything() {
    return Map.ofEntries(
        Map.entry(
            "features",
            List.of("full", "monitoring", "backup", "scaling", "debug", "testing", "local")),
        Map.entry("retentionDays", 365),
        Map.entry(
            "alarms",
            Map.of(
                "thresholds", Map.of("QueueDepth", 250, "CpuUtilization", 70.5),
                "notify", List.of("ops@example.com", "dev@example.com"))),
        Map.entry(
            "env",
            List.of(
                Map.of("name", "EMPTY", "value", ""),
                Map.of(
                    "name",
                    "KEY",
                    "valueFrom",
                    Map.of("secretKeyRef", Map.of("name", "s", "key", "k"))))),
        Map.entry(
            "resources",
            Map.of(
                "requests", Map.of("cpu", "0.25", "memory", "1073741824"),
                "limits", Map.of("cpu", "1500m", "memory", "1.5Gi"))),
        Map.entry(
            "ingress",
            Map.of(
                "className", "nginx",
                "tlsSecret", "api-tls",
                "annotations", Map.of("example.com/a", "b"))),
        Map.entry("tolerations", List.of(Map.of("key", "spot", "operator", "Exists"))),
        Map.entry("processor", Map.of("replicas", 2)),
        Map.entry("drift", Map.of("interval", "1m")),
        Map.entry("promotion", Map.of("from", Map.of("name", "staging"))));
  }

  /** The queues and tables that were read, as nothing is read for another's sake. */
  private Set<String> readsSince(long seq) {
    return operator.journal().since(seq).stream()
        .filter(it -> Set.of("GetQueueAttributes", "DescribeTable").contains(it.operation()))
        .map(it -> it.operation() + " " + it.resource().replaceFirst(".*/", ""))
        .filter(it -> !it.endsWith("DLQ"))
        .collect(Collectors.toSet());
  }

  private static Set<String> expected() {
    return ALL.stream()
        .flatMap(
            it ->
                List.of(
                    "GetQueueAttributes SoundBite-" + it + "-SoundbiteQueue",
                    "DescribeTable SoundBite-" + it + "-SoundbitesTable")
                    .stream())
        .collect(Collectors.toSet());
  }

  private Map<String, String> versions() {
    return new ChildVersions(operator.client(), operator.namespace()).of("");
  }

  /** What statuses ever said. */
  private static final class Seen implements ResourceEventHandler<SoundBiteEnvironment> {
    private final Set<String> drifted = ConcurrentHashMap.newKeySet();
    private final Set<String> handled = ConcurrentHashMap.newKeySet();

    /** How many requests they said were acted on. */
    int requests() {
      return handled.size();
    }

    @Override
    public void onAdd(SoundBiteEnvironment environment) {
      var status = environment.getStatus();
      handled.add(
          environment.getMetadata().getName() + status.lastHandled().reconcileRequestedAt());
      if (status.drift().count() > 0 || !OperatorUnderTest.is(environment, "Drifted", "False")) {
        drifted.add(environment.getMetadata().getName() + " " + status.drift());
      }
    }

    @Override
    public void onUpdate(SoundBiteEnvironment before, SoundBiteEnvironment after) {
      onAdd(after);
    }

    @Override
    public void onDelete(SoundBiteEnvironment environment, boolean finalStateUnknown) {}
  }
}
