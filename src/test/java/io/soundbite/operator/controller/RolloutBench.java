package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.soundbite.operator.api.v1alpha1.Slot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long the way back takes, from the apply of the former tag to the live Service's switch: to a
 * slot that is warm, and to one that was scaled to zero, beside the time its pods took to start;
 * and whether the Service ever lacked pods in 50 switches. Figures, not assertions, but for the
 * last: {@code make bench} prints them and leaves them in {@code target/bench}.
 */
@Tag("bench")
class RolloutBench {
  private static final int WARM = 30;
  private static final int COLD = 10;
  private static final int SWITCHES = 50;
  private static final int DEMANDED = 2;
  private static final String NAME = "bench";
  private static final String REPOSITORY = "soundbite-bench-api";
  private static final List<String> ROWS =
      new ArrayList<>(
          List.of(
              "| what | tries | p50 | p95 | longest | beside it |",
              "| --- | --- | --- | --- | --- | --- |"));

  private final Leap clock = new Leap();
  @AutoClose private final OperatorUnderTest operator = new OperatorUnderTest();

  @BeforeEach
  void start() {
    operator.start(clock);
    operator.ready(
        NAME,
        NAME,
        Map.of("features", List.of("full"), "rollout", Map.of("scaleDownDelay", "10m")));
    release("a");
    release("b");
  }

  @Test
  void backToAWarmSlot() {
    var times = IntStream.range(0, WARM).mapToLong(any -> back()).sorted().toArray();
    row("rollback, the former slot warm", times, "pods run already");
  }

  @Test
  void backToAColdSlot() {
    var starts = new ArrayList<Long>();
    var times = IntStream.range(0, COLD).mapToLong(any -> cold(starts)).sorted().toArray();
    var start = starts.stream().sorted().toList().get(COLD / 2);
    row(
        "rollback, the former slot at zero",
        times,
        "pods alone p50 %s, whole p50 %.1f times that"
            .formatted(BenchTable.seconds(start), (double) times[COLD / 2] / start));
  }

  @Test
  void manySwitches() {
    try (var traffic = new Traffic(operator.client(), operator.namespace(), "bench-api")) {
      var times =
          IntStream.range(0, SWITCHES)
              .mapToLong(number -> timedRelease("3.0." + number))
              .sorted()
              .toArray();
      traffic.assertNeverFewerThan(DEMANDED);
      var moments = traffic.moments(DEMANDED);
      row(
          "new release, from apply to the switch",
          times,
          "%d switches, %d changes seen, never fewer than %d ready pods (%d demanded)"
              .formatted(
                  traffic.switches(DEMANDED),
                  moments.size(),
                  moments.stream().mapToLong(Traffic.Moment::ready).min().orElseThrow(),
                  DEMANDED));
    }
  }

  /** To the other of the two releases, whose slot is warm. */
  private long back() {
    var other = live().equals("a") ? "b" : "a";
    var time = timedSwitch(other);
    awaitLive(other);
    return time;
  }

  private long cold(List<Long> starts) {
    clock.by(Duration.ofMinutes(11));
    operator.kubectl().requestReconcile(NAME);
    operator.await(NAME, it -> it.getStatus().rollout() == null);
    var slot = operator.environment(NAME).get().getStatus().release().slot().other();
    var deployment = operator.deployment("bench-api-" + slot.text());
    var asked = new When<Deployment>(it -> it.getSpec().getReplicas() > 0);
    var there =
        new When<Deployment>(
            it ->
                it.getStatus() != null
                    && it.getStatus().getReadyReplicas() != null
                    && it.getStatus().getReadyReplicas() >= DEMANDED);
    try (var _ = deployment.inform(asked);
        var _ = deployment.inform(there)) {
      var time = back();
      starts.add(there.nanos() - asked.nanos());
      return time;
    }
  }

  private long timedRelease(String tag) {
    operator.image(REPOSITORY, tag);
    var time = timedSwitch(tag);
    awaitLive(tag);
    return time;
  }

  /** Nanoseconds from the apply to the live Service's new selector, as a watch tells. */
  private long timedSwitch(String tag) {
    var to = operator.environment(NAME).get().getStatus().release().slot().other();
    var service =
        operator.client().services().inNamespace(operator.namespace()).withName("bench-api");
    var switched = new When<Service>(it -> isOf(it.getSpec().getSelector(), to));
    try (var _ = service.inform(switched)) {
      var start = System.nanoTime();
      operator.kubectl().change(NAME, "image", Map.of("tag", tag));
      return switched.nanos() - start;
    }
  }

  private static boolean isOf(Map<String, String> selector, Slot slot) {
    return slot.text().equals(selector.get("soundbite.io/slot"));
  }

  private void release(String tag) {
    operator.image(REPOSITORY, tag);
    operator.kubectl().change(NAME, "image", Map.of("tag", tag));
    awaitLive(tag);
  }

  private String live() {
    return operator.environment(NAME).get().getStatus().release().tag();
  }

  private void awaitLive(String tag) {
    operator.await(
        NAME, it -> OperatorUnderTest.isReady(it) && it.getStatus().release().tag().equals(tag));
  }

  private static void row(String what, long[] times, String beside) {
    ROWS.add(
        "| %s | %d | %s | %s | %s | %s |"
            .formatted(
                what,
                times.length,
                BenchTable.seconds(times[times.length / 2]),
                BenchTable.seconds(times[(int) Math.ceil(times.length * 0.95) - 1]),
                BenchTable.seconds(times[times.length - 1]),
                beside));
  }

  @AfterAll
  static void print() throws IOException {
    new BenchTable("rollout").print(ROWS);
  }
}
