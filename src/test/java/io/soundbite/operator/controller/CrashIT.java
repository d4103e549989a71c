package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.controller.CrashRun.Phase;
import io.soundbite.operator.controller.CrashRun.States;
import io.soundbite.operator.controller.Death.Moment;
import io.soundbite.operator.controller.Death.Side;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The operator dies at each AWS write of a creation and of a deletion in turn, right before it and
 * right after its answer. Another takes over and comes to the same state, attribute by attribute,
 * as one that was never disturbed: nothing doubled, orphaned or foreign to itself.
 */
class CrashIT {
  private static final int ACCOUNTS_AT_ONCE = 6;

  private static ExecutorService threads;

  @BeforeAll
  static void start() {
    threads = Executors.newFixedThreadPool(ACCOUNTS_AT_ONCE, Thread.ofVirtual().factory());
  }

  @AfterAll
  static void stop() {
    threads.shutdown();
  }

  @TestFactory
  Stream<DynamicTest> comesToTheSameStateFromEveryCrash() {
    var writes = new EnumMap<Phase, List<AwsWrite>>(Phase.class);
    var run = CrashRun.inAccountOfItsOwn();
    var undisturbed =
        run.states(
            phase ->
                run.recorded(
                    phase, writes.computeIfAbsent(phase, any -> new CopyOnWriteArrayList<>())));
    assertThat(writes.get(Phase.CREATING)).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    assertThat(writes.get(Phase.DELETING)).hasSizeGreaterThan(20).doesNotHaveDuplicates();

    var most = writes.values().stream().mapToInt(List::size).max().orElseThrow();
    return IntStream.range(0, most)
        .boxed()
        .flatMap(nth -> Arrays.stream(Side.values()).map(side -> moments(writes, nth, side)))
        .map(moments -> test(moments, undisturbed))
        .toList() // so that all begin
        .stream();
  }

  /** One death while creating, one while deleting; the shorter list starts over. */
  private static Map<Phase, Moment> moments(Map<Phase, List<AwsWrite>> writes, int nth, Side side) {
    var moments = new EnumMap<Phase, Moment>(Phase.class);
    writes.forEach((phase, all) -> moments.put(phase, new Moment(side, all.get(nth % all.size()))));
    return moments;
  }

  /** Begins at once; the test waits for the end. */
  private static DynamicTest test(Map<Phase, Moment> deaths, States undisturbed) {
    var states =
        CompletableFuture.supplyAsync(
            () -> {
              var run = CrashRun.inAccountOfItsOwn();
              return run.states(phase -> run.crashed(phase, deaths.get(phase)));
            },
            threads);
    return DynamicTest.dynamicTest(
        deaths.values().toString(),
        () -> {
          assertThat(states.join().made().differencesTo(undisturbed.made())).isEmpty();
          assertThat(states.join().gone().differencesTo(undisturbed.gone())).isEmpty();
        });
  }
}
