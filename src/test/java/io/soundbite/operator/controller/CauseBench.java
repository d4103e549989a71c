package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long it takes from the moment a Deployment says why it gets no pods (a quota allows none)
 * until Ready says so. Figures, not assertions: {@code make bench} prints them and leaves them in
 * {@code target/bench}.
 */
@Tag("bench")
class CauseBench {
  private static final int TRIES = 20;
  private static final String NAME = "bench";

  @AutoClose private final OperatorUnderTest operator = new OperatorUnderTest().start();

  @Test
  void quota() throws IOException {
    operator.ready(NAME, NAME, Map.of());
    release(0); // so that the other slot has its Deployment, and the JVM is warm
    operator.awaitReady(NAME);
    operator
        .client()
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("none")
                .withNamespace(operator.namespace())
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", Quantity.parse("0"))
                .endSpec()
                .build())
        .create();
    var times = IntStream.rangeClosed(1, TRIES).mapToLong(this::told).sorted().toArray();
    new BenchTable("cause")
        .print(
            List.of(
                "| tries | p50 | p95 | longest |",
                "| --- | --- | --- | --- |",
                "| %d | %s | %s | %s |"
                    .formatted(
                        TRIES,
                        BenchTable.seconds(times[TRIES / 2 - 1]),
                        BenchTable.seconds(times[TRIES * 95 / 100 - 1]),
                        BenchTable.seconds(times[TRIES - 1]))));
  }

  /** Nanoseconds from the Deployment's words to those of Ready. */
  private long told(int number) {
    var said = new When<Deployment>(CauseBench::isRefused);
    var told = new When<SoundBiteEnvironment>(CauseBench::isTold);
    try (var _ = deployment().inform(said);
        var _ = operator.environment(NAME).inform(told)) {
      release(number);
      return told.nanos() - said.nanos();
    } finally {
      tag("1.0");
      operator.awaitReady(NAME);
    }
  }

  private Resource<Deployment> deployment() {
    var next = operator.environment(NAME).get().getStatus().release().slot().other().text();
    return operator.deployment(NAME + "-api-" + next);
  }

  private static boolean isRefused(Deployment deployment) {
    return deployment.getStatus().getConditions().stream()
        .anyMatch(it -> it.getType().equals("ReplicaFailure") && it.getStatus().equals("True"));
  }

  private static boolean isTold(SoundBiteEnvironment environment) {
    return OperatorUnderTest.condition(environment, "Ready")
        .filter(it -> it.getMessage().contains("exceeded quota"))
        .isPresent();
  }

  private void release(int number) {
    operator.image("soundbite-" + NAME + "-api", "1." + number);
    tag("1." + number);
  }

  private void tag(String tag) {
    operator.kubectl().change(NAME, "image", Map.of("tag", tag));
  }
}
