package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Environments that do not change, polled as often as in hours or days, by an operator whose clock
 * is put forward, while a share of AWS's calls fails for no reason: some with an error, some by a
 * reset connection, some without an answer.
 */
final class SimulatedTime implements AutoCloseable {
  /** The default interval and a tenth, and some seconds. */
  private static final Duration ROUND = Duration.ofSeconds(340);

  private static final Duration SETTLED = Duration.ofMinutes(20);
  private static final int SPEED = 100;

  /** A poll that ends after the clock was put forward has the next one come later. */
  private static final int ATTEMPTS = 10;

  private static final Duration MOMENT = Duration.ofMillis(300);

  private final Leap clock = new Leap();
  private final OperatorUnderTest operator = new OperatorUnderTest();
  private final List<String> names;
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  SimulatedTime(int environments) {
    this.names = IntStream.range(0, environments).mapToObj(it -> "week-" + it).toList();
  }

  /**
   * What happened.
   *
   * @param told of environments that had been Ready: each condition that was not as it should be,
   *     and each drift entry
   * @param warnings Events
   * @param writes to AWS, by operation
   * @param calls made meanwhile
   * @param failed how many of them failed for no reason
   */
  record Outcome(
      List<String> told,
      List<String> warnings,
      Map<String, Integer> writes,
      int calls,
      long failed) {
    void assertQuiet() {
      assertThat(told).as("not Ready, stalled or drifted").isEmpty();
      assertThat(warnings).as("warnings").isEmpty();
      assertThat(writes).as("writes").isEmpty();
    }
  }

  /** Polls everything {@code rounds} times while {@code failures} of all calls fail. */
  Outcome pass(int rounds, double failures) {
    profile(0);
    operator.start(clock);
    names.forEach(it -> operator.kubectl().apply(it, it, Map.of()));
    names.forEach(it -> operator.image("soundbite-" + it + "-api", "1.4.1"));
    names.forEach(operator::awaitReady);
    names.forEach(it -> operator.awaitTagged(it, "soundbite-" + it + "-api"));
    clock.by(SETTLED);
    names.forEach(operator::reread);
    names.forEach(operator::awaitReady);

    var seq = operator.journal().now();
    var warned = warnings();
    operator
        .client()
        .resources(SoundBiteEnvironment.class)
        .inNamespace(operator.namespace())
        .inform(new Watched());
    profile(failures);
    for (var round = 0; round < rounds; round++) {
      poll();
    }
    profile(0);
    names.forEach(operator::awaitReady);
    var calls = operator.journal().since(seq);
    return new Outcome(
        List.copyOf(told),
        warnings().stream().filter(it -> !warned.contains(it)).toList(),
        operator.journal().writesSince(seq),
        calls.size(),
        calls.stream().filter(it -> "failures".equals(it.rule())).count());
  }

  /** Has time pass until everything was polled, and all of that has been taken in. */
  private void poll() {
    var before = operator.journal().now();
    for (var attempt = 0; attempt < ATTEMPTS && polledSince(before) < names.size(); attempt++) {
      clock.by(ROUND);
      names.forEach(operator.kubectl()::look);
      for (var time = 0; time < 20 && polledSince(before) < names.size(); time++) {
        LockSupport.parkNanos(MOMENT.toNanos());
      }
    }
    assertThat(polledSince(before)).as("polled environments").isEqualTo(names.size());
    long last;
    do {
      last = operator.journal().now();
      LockSupport.parkNanos(MOMENT.toNanos());
    } while (operator.journal().now() != last);
  }

  private void profile(double failures) {
    operator.journal().profile(Map.of("name", "realistic", "speed", SPEED, "failures", failures));
  }

  /** How many environments' tables were asked for: a reading asks for each once. */
  private long polledSince(long seq) {
    return operator.journal().since(seq).stream()
        .filter(call -> call.operation().equals("DescribeTable"))
        .map(Journal.Call::resource)
        .distinct()
        .count();
  }

  private Set<String> warnings() {
    return names.stream()
        .flatMap(operator::events)
        .filter(event -> "Warning".equals(event.getType()))
        .map(event -> event.getReason() + " " + event.getMessage())
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    operator.close();
  }

  /** Keeps what should not be told. */
  private final class Watched implements ResourceEventHandler<SoundBiteEnvironment> {
    @Override
    public void onAdd(SoundBiteEnvironment environment) {
      look(environment);
    }

    @Override
    public void onUpdate(SoundBiteEnvironment before, SoundBiteEnvironment environment) {
      look(environment);
    }

    @Override
    public void onDelete(SoundBiteEnvironment environment, boolean unknown) {}

    private void look(SoundBiteEnvironment environment) {
      Map.of("Ready", "False", "Synced", "False", "Stalled", "True", "Drifted", "True")
          .forEach(
              (type, wrong) ->
                  OperatorUnderTest.condition(environment, type)
                      .filter(it -> it.getStatus().equals(wrong))
                      .ifPresent(
                          it ->
                              told.add(
                                  "%s %s=%s %s: %s"
                                      .formatted(
                                          environment.getMetadata().getName(),
                                          type,
                                          wrong,
                                          it.getReason(),
                                          it.getMessage()))));
    }
  }
}
