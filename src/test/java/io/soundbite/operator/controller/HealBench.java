package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long Kubernetes drift lasts, from the stranger's write to the operator's: a ConfigMap's key
 * changed, a Service deleted, a Deployment scaled, in turn; with AWS answering, and while sweeps of
 * it hang. Figures, not assertions: {@code make bench} prints them and leaves them in {@code
 * target/bench}.
 */
@Tag("bench")
class HealBench {
  private static final int TRIES = 100;

  /** Between two tries, so that nobody is taken for a rival; a sweep is due in most of them. */
  private static final Duration APART = Duration.ofMinutes(4);

  private static final PatchContext STRANGER =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("somebody-else")
          .build();
  private static final List<String> ROWS =
      new ArrayList<>(
          List.of(
              "| AWS | tries | p50 | p95 | longest | AWS calls meanwhile | of them without answer |",
              "| --- | --- | --- | --- | --- | --- | --- |"));

  private final Leap clock = new Leap();
  @AutoClose private final OperatorUnderTest operator = new OperatorUnderTest();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void heal(boolean hang) {
    operator.start(clock);
    operator.ready("bench", "bench", Map.of());
    IntStream.range(0, 3).forEach(this::healed); // warms up the JVM; not kept
    if (hang) {
      operator.journal().fault(Map.of("hang", true));
    }
    var seq = operator.journal().now();
    var times = IntStream.range(0, TRIES).mapToLong(this::healed).sorted().toArray();
    operator.journal().endFaults();
    var calls = operator.journal().since(seq);
    ROWS.add(
        "| %s | %d | %s | %s | %s | %d | %d |"
            .formatted(
                hang ? "hangs" : "answers",
                TRIES,
                BenchTable.seconds(times[TRIES / 2 - 1]),
                BenchTable.seconds(times[TRIES * 95 / 100 - 1]),
                BenchTable.seconds(times[TRIES - 1]),
                calls.size(),
                calls.stream().filter(Journal.Call::injected).count()));
  }

  /** Nanoseconds from a stranger's write to the operator's. */
  private long healed(int number) {
    clock.by(APART);
    return switch (number % 3) {
      case 0 ->
          changed(
              operator.client().configMaps().inNamespace(operator.namespace()).withName(slot()),
              "{\"data\": {\"LOG_LEVEL\": \"silly\"}}",
              it -> "info".equals(it.getData().get("LOG_LEVEL")));
      case 1 ->
          deleted(
              operator
                  .client()
                  .services()
                  .inNamespace(operator.namespace())
                  .withName("bench-api-preview"));
      default ->
          changed(
              operator.deployment(slot()),
              "{\"spec\": {\"replicas\": 3}}",
              it -> it.getSpec().getReplicas() == 0);
    };
  }

  private static String slot() {
    return "bench-api-green";
  }

  private static <T extends HasMetadata> long changed(
      Resource<T> resource, String patch, Predicate<T> right) {
    return timed(resource, right, () -> resource.patch(STRANGER, patch));
  }

  private static <T extends HasMetadata> long deleted(Resource<T> resource) {
    return timed(resource, any -> true, resource::delete);
  }

  /** From {@code hand} on until the object is {@code right} again, as a watch tells. */
  private static <T extends HasMetadata> long timed(
      Resource<T> resource, Predicate<T> right, Runnable hand) {
    var watcher = new Watcher<>(right, new AtomicBoolean(), new CompletableFuture<>());
    try (var _ = resource.inform(watcher)) {
      var start = System.nanoTime();
      hand.run();
      return watcher.healed().get(OperatorUnderTest.PATIENCE.toSeconds(), TimeUnit.SECONDS) - start;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("not healed: " + resource.get(), e);
    }
  }

  /**
   * Sees an object go wrong and become right again.
   *
   * @param healed when it did, by the JVM's clock
   */
  private record Watcher<T>(Predicate<T> right, AtomicBoolean wrong, CompletableFuture<Long> healed)
      implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      if (!right.test(object)) {
        wrong.set(true);
      } else if (wrong.get()) {
        healed.complete(System.nanoTime());
      }
    }

    @Override
    public void onUpdate(T before, T object) {
      onAdd(object);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      wrong.set(true);
    }
  }

  @AfterAll
  static void print() throws IOException {
    new BenchTable("heal").print(ROWS);
  }
}
