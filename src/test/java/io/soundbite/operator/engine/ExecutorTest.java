package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.THROTTLED;
import static io.soundbite.operator.engine.Samples.US;
import static io.soundbite.operator.engine.Samples.key;
import static io.soundbite.operator.engine.Samples.thing;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ExecutorTest {
  private static final Progress DONE = new Progress.Done();
  private static final Progress HELD = new Progress.Skipped("waits for what it depends on");

  private final FakeCloud cloud = new FakeCloud(new ManualClock());
  private final Map<Key, Progress> told = new ConcurrentHashMap<>();

  private Map<Key, Progress> run(Step... plan) {
    return run(8, plan);
  }

  private Map<Key, Progress> run(int parallelism, Step... plan) {
    return new Executor(cloud.set(), parallelism)
        .run(List.of(plan), US, () -> true, (step, progress) -> told.put(step.key(), progress));
  }

  private static Step create(String id, String... after) {
    return new Step.Create(thing(id, "wanted", after));
  }

  private static Step delete(String id, String... after) {
    return new Step.Delete(thing(id, "wanted", after), false);
  }

  private static Step blocked(String id, String... after) {
    return create(id, after).held("NotRead", "has not been read yet");
  }

  @Test
  void everyKindOfStepReachesItsProvider() {
    var results =
        run(
            create("a"),
            Samples.update(thing("b"), thing("b", "old")),
            delete("c"),
            new Step.Delete(thing("d"), true),
            new Step.Release(thing("e")),
            new Step.Keep(key("f")),
            blocked("g"));

    assertThat(cloud.writes)
        .containsExactlyInAnyOrder(
            "create a", "update b", "delete c", "empty and delete d", "release e");
    assertThat(results)
        .isEqualTo(
            Map.of(key("a"), DONE, key("b"), DONE, key("c"), DONE, key("d"), DONE, key("e"), DONE))
        .isEqualTo(told);
  }

  @Test
  void whatIsBuiltUponComesFirst() {
    run(create("top", "middle"), create("middle", "base"), create("base"));

    assertThat(cloud.writes).containsExactly("create base", "create middle", "create top");
  }

  @Test
  void whatIsTakenDownGoesTheOtherWay() {
    run(
        delete("base"),
        new Step.Release(thing("middle", "wanted", "base")),
        delete("top", "middle"));

    assertThat(cloud.writes).containsExactly("delete top", "release middle", "delete base");
  }

  @Test
  void whatIsThereAlreadyHoldsUpNothing() {
    run(new Step.Keep(key("base")), create("top", "base", "not in the plan"));

    assertThat(cloud.writes).containsExactly("create top");
  }

  @Test
  void whatGoesDoesNotWaitForWhatIsMade() {
    cloud.answers.put("base", new Progress.Failed(THROTTLED));
    run(create("base"), delete("top", "base"));

    assertThat(cloud.writes).containsExactlyInAnyOrder("create base", "delete top");
  }

  @Test
  void whatIsLeftToAnotherLeaderIsSkippedAndNoFailure() {
    var failure = new Failure(Failure.Kind.NOT_LEADING, "sqs:CreateQueue", "base", "no lease");
    cloud.answers.put("base", new Progress.Failed(failure));
    var results = run(create("top", "base"), create("base"));

    assertThat(results)
        .isEqualTo(Map.of(key("base"), new Progress.Skipped("no lease"), key("top"), HELD));
    assertThat(told)
        .containsOnlyKeys(key("base"))
        .doesNotContainValue(new Progress.Failed(failure));
  }

  @Test
  void aFailureHoldsBackOnlyWhatDependsOnIt() {
    cloud.answers.put("base", new Progress.Failed(THROTTLED));
    var results =
        run(create("top", "middle"), create("middle", "base"), create("base"), create("other"));

    assertThat(results)
        .isEqualTo(
            Map.of(
                key("base"),
                new Progress.Failed(THROTTLED),
                key("middle"),
                HELD,
                key("top"),
                HELD,
                key("other"),
                DONE));
    assertThat(told).as("of writes alone").containsOnlyKeys(key("base"), key("other"));
  }

  @Test
  void soDoesAWait() {
    cloud.answers.put("base", new Progress.Wait(Duration.ofSeconds(1), "is being made"));

    assertThat(run(create("base"), create("top", "base"))).containsEntry(key("top"), HELD);
  }

  @Test
  void soDoesWhatIsBlockedInBothDirections() {
    assertThat(run(blocked("base"), create("top", "base"))).isEqualTo(Map.of(key("top"), HELD));
    assertThat(run(delete("base"), blocked("top", "base"))).isEqualTo(Map.of(key("base"), HELD));
    assertThat(cloud.writes).isEmpty();
  }

  @Test
  void whatIsBlockedDoesNotHoldUpWhatItIsBuiltUpon() {
    assertThat(run(create("base"), blocked("top", "base"))).isEqualTo(Map.of(key("base"), DONE));
  }

  @Test
  void noMoreAtOnceThanAllowed() {
    var gate = new CountDownLatch(3);
    var open = new CountDownLatch(1);
    var results = new ConcurrentHashMap<Key, Progress>();
    var steps = IntStream.range(0, 20).mapToObj(i -> create("s" + i)).toArray(Step[]::new);
    for (var step : steps) {
      cloud.held.put(step.key().id(), new FakeCloud.Latch(gate, open));
    }
    var runner = Thread.ofVirtual().start(() -> results.putAll(run(3, steps)));
    join(gate);
    open.countDown();
    join(runner);

    assertThat(results).hasSize(20);
    assertThat(cloud.most).as("reached, and never exceeded").hasValue(3);
  }

  @Test
  void whatWaitsForOthersTakesNoPlace() {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < 30; i++) {
      steps.add(create("top" + i, "base"));
    }
    steps.add(create("base"));

    assertThat(run(1, steps.toArray(Step[]::new)).values()).containsOnly(DONE).hasSize(31);
  }

  @Test
  void aBugFailsItsOwnStepAndIsSaid() {
    cloud.bugs.put("base", new IllegalStateException("oops"));
    var results = run(create("base"), create("top", "base"), create("other"));

    assertThat(results.get(key("base")))
        .isEqualTo(
            new Progress.Failed(
                Failure.defect(
                    "operator", "SoundBite-staging-base", new IllegalStateException("oops"))));
    assertThat(results).containsEntry(key("top"), HELD).containsEntry(key("other"), DONE);
    assertThat(told).containsKey(key("base"));
  }

  @Test
  void aKindWithoutProviderFails() {
    var results = run(new Step.Create(Samples.logGroup(7)));

    assertThat(results.get(key("ApiLogs"))).isInstanceOf(Progress.Failed.class);
  }

  @Test
  void anErrorDoesNotHangTheRun() {
    var broken = new BrokenProvider();
    var results =
        new Executor(new ProviderSet(List.of(broken)), 2)
            .run(List.of(create("base"), create("top", "base")), US, () -> true, (step, end) -> {});

    assertThat(results.get(key("base"))).isInstanceOf(Progress.Failed.class);
    assertThat(results).containsEntry(key("top"), HELD);
  }

  @Test
  void aProviderWithoutAnAnswerFails() {
    var broken = new BrokenProvider();
    broken.error = null;
    var results =
        new Executor(new ProviderSet(List.of(broken)), 2)
            .run(List.of(create("base")), US, () -> true, (step, end) -> {});

    assertThat(results.get(key("base"))).isInstanceOf(Progress.Failed.class);
  }

  @Test
  void aListenerThatThrowsDoesNotHangTheRun() {
    var results =
        new Executor(cloud.set(), 1)
            .run(
                List.of(create("base"), create("top", "base"), create("other")),
                US,
                () -> true,
                (step, end) -> {
                  throw new IllegalStateException("deaf");
                });

    assertThat(results).hasSize(3).containsEntry(key("top"), HELD);
  }

  @Test
  void whatHasNotBegunIsSkippedOnceItMayNotProceed() {
    var asked = new AtomicInteger();
    var results =
        new Executor(cloud.set(), 1)
            .run(
                List.of(create("a"), create("b", "a"), create("c", "b"), create("d", "c")),
                US,
                () -> asked.incrementAndGet() <= 2,
                (step, end) -> told.put(step.key(), end));

    assertThat(cloud.writes).containsExactly("create a", "create b");
    assertThat(results)
        .containsEntry(key("c"), new Progress.Skipped("superseded"))
        .containsEntry(key("d"), HELD);
    assertThat(told).containsOnlyKeys(key("a"), key("b"));
  }

  @Test
  void aCircleFailsInsteadOfHanging() {
    var results =
        run(create("a", "b"), create("b", "c"), create("c", "a"), create("d", "c"), create("e"));

    assertThat(results.get(key("a")))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed ->
                assertThat(failed.failure().message()).isEqualTo("depends on itself by way of b"));
    assertThat(results).containsEntry(key("d"), HELD).containsEntry(key("e"), DONE);
    assertThat(told).containsOnlyKeys(key("a"), key("b"), key("c"), key("e"));
    assertThat(cloud.writes).containsExactly("create e");
  }

  @Test
  void soDoesWhatDependsOnItself() {
    assertThat(run(delete("a", "a")).get(key("a"))).isInstanceOf(Progress.Failed.class);
    assertThat(cloud.writes).isEmpty();
  }

  private static void join(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Throws an Error, or answers nothing at all. */
  private static final class BrokenProvider implements ResourceProvider<KubeObject> {
    private Error error = new NoClassDefFoundError("gone");

    @Override
    public Class<KubeObject> kind() {
      return KubeObject.class;
    }

    @Override
    public Map<Key, Observation<KubeObject>> observe(List<KubeObject> wants) {
      return Map.of();
    }

    @Override
    public Progress create(KubeObject want) {
      if (error != null) {
        throw error;
      }
      return null;
    }

    @Override
    public Progress update(Change<KubeObject> change) {
      return null;
    }

    @Override
    public Progress delete(KubeObject have, boolean withData) {
      return null;
    }

    @Override
    public Progress release(KubeObject have, io.soundbite.operator.blueprint.Owner owner) {
      return null;
    }
  }
}
