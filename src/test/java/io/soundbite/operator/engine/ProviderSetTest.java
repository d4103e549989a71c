package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.key;
import static io.soundbite.operator.engine.Samples.logGroup;
import static io.soundbite.operator.engine.Samples.thing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProviderSetTest {
  private final FakeCloud cloud = new FakeCloud(new ManualClock());
  private final Logs logs = new Logs();
  private final ProviderSet set = new ProviderSet(List.of(cloud, logs));

  @Test
  void readsTheKindsSideBySide() {
    var other = new FakeCloud.Latch();
    cloud.holdReads = other;
    logs.answer =
        () -> {
          other.awaitReached(); // while the other kind is being read
          other.letGo();
          return Map.of(key("ApiLogs"), Samples.present(logGroup(7)));
        };

    assertThat(set.observe(List.of(thing("queue"), logGroup(7))))
        .containsOnlyKeys(key("queue"), key("ApiLogs"));
  }

  @Test
  void aKindThatThrowsIsUnknownAndTheOthersAreNoneTheWorse() {
    logs.answer =
        () -> {
          throw new IllegalStateException("oops");
        };
    var seen = set.observe(List.of(thing("queue"), logGroup(7)));

    assertThat(seen.get(key("queue"))).isInstanceOf(Observation.Absent.class);
    assertThat(failure(seen.get(key("ApiLogs"))))
        .isEqualTo(
            Failure.defect(
                "operator", "SoundBite-staging-ApiLogs", new IllegalStateException("oops")));
  }

  @Test
  void whatIsNotAnsweredIsUnknown() {
    logs.answer = Map::of;

    assertThat(failure(set.observe(List.of(logGroup(7))).get(key("ApiLogs"))).message())
        .contains("no answer");
  }

  @Test
  void anAnswerThatIsNoneIsUnknownToo() {
    logs.answer =
        () -> {
          var answers = new HashMap<Key, Observation<LogGroup>>();
          answers.put(key("ApiLogs"), null);
          return answers;
        };

    assertThat(set.observe(List.of(logGroup(7))).get(key("ApiLogs")))
        .isInstanceOf(Observation.Unknown.class);
  }

  @Test
  void aKindWithoutProviderIsUnknown() {
    var seen = new ProviderSet(List.of(cloud)).observe(List.of(thing("queue"), logGroup(7)));

    assertThat(seen.get(key("queue"))).isInstanceOf(Observation.Absent.class);
    assertThat(failure(seen.get(key("ApiLogs"))).message()).contains("no provider for LogGroup");
  }

  @Test
  void eachAnswerIsToldAsSoonAsItIsThere() {
    var told = new LinkedBlockingQueue<Key>();
    logs.answer =
        () -> {
          try { // until the other kind's answer has been told
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(key("queue"));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return Map.of(key("ApiLogs"), Samples.present(logGroup(7)));
        };
    set.observe(List.of(thing("queue"), logGroup(7)), (key, found) -> told.add(key));

    assertThat(told).containsExactly(key("ApiLogs"));
  }

  @Test
  void whatIsSharedIsPreparedBeforeEachReading() {
    var prepared = new ArrayList<List<? extends Desired>>();
    var sharing = new ProviderSet(List.of(cloud), prepared::add);
    sharing.observe(List.of(thing("queue")));
    sharing.observe(List.of(thing("topic")));

    assertThat(prepared).containsExactly(List.of(thing("queue")), List.of(thing("topic")));
  }

  @Test
  void anErrorIsNotMistakenForAnAnswer() {
    logs.answer =
        () -> {
          throw new NoClassDefFoundError("gone");
        };

    assertThatThrownBy(() -> set.observe(List.of(logGroup(7))))
        .hasRootCauseInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void aReadingThatIsInterruptedIsNotMistakenForAnEmptyOne() throws InterruptedException {
    var latch = new FakeCloud.Latch();
    cloud.holdReads = latch;
    var thrown = new AtomicReference<Throwable>();
    var reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    set.observe(List.of(thing("queue")));
                  } catch (IllegalStateException e) {
                    thrown.set(e);
                  }
                });
    latch.awaitReached();
    reader.interrupt();
    reader.join();

    assertThat(thrown.get()).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void whatIsWrittenSettlesAsItsOwnKindSays() {
    cloud.settles = Duration.ofSeconds(60);
    var queue = thing("queue");

    assertThat(
            Stream.of(
                set.lag(new Step.Create(queue)),
                set.lag(Samples.update(queue, thing("queue", "old"))),
                set.lag(new Step.Delete(queue, true)),
                set.lag(new Step.Release(queue))))
        .extracting(Lag::time)
        .containsOnly(Duration.ofSeconds(60));
    assertThat(
            Stream.of(
                set.lag(new Step.Create(logGroup(7))),
                set.lag(new Step.Keep(queue.key())),
                set.lag(new Step.Keep(queue.key()).held("Waiting", "for it"))))
        .extracting(Lag::time)
        .containsOnly(Duration.ZERO);
  }

  private static Failure failure(Observation<?> observation) {
    return ((Observation.Unknown<?>) observation).failure();
  }

  private static final class Logs implements ResourceProvider<LogGroup> {
    private Supplier<Map<Key, Observation<LogGroup>>> answer = Map::of;

    @Override
    public Class<LogGroup> kind() {
      return LogGroup.class;
    }

    @Override
    public Map<Key, Observation<LogGroup>> observe(List<LogGroup> wants) {
      return answer.get();
    }

    @Override
    public Progress create(LogGroup want) {
      return new Progress.Done();
    }

    @Override
    public Progress update(Change<LogGroup> change) {
      return new Progress.Done();
    }

    @Override
    public Progress delete(LogGroup have, boolean withData) {
      return new Progress.Done();
    }

    @Override
    public Progress release(LogGroup have, Owner owner) {
      return new Progress.Done();
    }
  }
}
