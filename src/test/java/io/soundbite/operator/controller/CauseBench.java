package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
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
    print(
        List.of(
            "| tries | p50 | p95 | longest |",
            "| --- | --- | --- | --- |",
            "| %d | %s | %s | %s |"
                .formatted(
                    TRIES,
                    seconds(times[TRIES / 2 - 1]),
                    seconds(times[TRIES * 95 / 100 - 1]),
                    seconds(times[TRIES - 1]))));
  }

  /** Nanoseconds from the Deployment's words to those of Ready. */
  private long told(int number) {
    var said = new CompletableFuture<Long>();
    var told = new CompletableFuture<Long>();
    try (var _ = deployment().inform(new First<>(CauseBench::isRefused, said));
        var _ = operator.environment(NAME).inform(new First<>(CauseBench::isTold, told))) {
      release(number);
      return told.get(OperatorUnderTest.PATIENCE.toSeconds(), TimeUnit.SECONDS)
          - said.get(OperatorUnderTest.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("not told", e);
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

  /** Notes when an object first is as it was waited for. */
  private record First<T extends HasMetadata>(Predicate<T> is, CompletableFuture<Long> seen)
      implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      if (is.test(object)) {
        seen.complete(System.nanoTime());
      }
    }

    @Override
    public void onUpdate(T before, T object) {
      onAdd(object);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {}
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
  }

  private static void print(List<String> rows) throws IOException {
    var file = Path.of("target/bench/cause.md");
    Files.createDirectories(file.getParent());
    Files.write(file, rows);
    rows.forEach(System.out::println);
  }
}
