package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tagged;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class AwsProviderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final LogGroup THERE = group("there");
  private static final LogGroup HALF = group("half");
  private static final LogGroup GONE = group("gone");
  private static final LogGroup DENIED = group("denied");

  @Test
  void answersForEveryKeyOfASingleKind() {
    var seen = new AwsProvider<>(new Single(), CLOCK).observe(List.of(THERE, GONE, DENIED));

    assertThat(seen)
        .containsEntry(THERE.key(), new Observation.Present<>(THERE, new Ownership.Unowned(), NOW))
        .containsEntry(GONE.key(), new Observation.Absent<>(NOW))
        .containsEntry(DENIED.key(), new Observation.Unknown<>(failure(DENIED), NOW));
  }

  @Test
  void answersForEveryKeyOfAListedKind() {
    var seen = new AwsProvider<>(new Listed(), CLOCK).observe(List.of(THERE, GONE));

    assertThat(seen)
        .containsEntry(THERE.key(), new Observation.Present<>(THERE, new Ownership.Unowned(), NOW))
        .containsEntry(GONE.key(), new Observation.Absent<>(NOW));
  }

  /** What could not be listed may be there: nothing of it is absent. */
  @Test
  void knowsNothingOfWhatCouldNotBeListed() {
    var seen = new AwsProvider<>(new Listed(), CLOCK).observe(List.of(THERE, DENIED));

    assertThat(seen)
        .containsEntry(THERE.key(), new Observation.Unknown<>(failure(THERE), NOW))
        .containsEntry(DENIED.key(), new Observation.Unknown<>(failure(DENIED), NOW));
  }

  @Test
  void whatCantBeReadOfOneThatIsListedKeepsNoOtherFromBeingRead() {
    var seen = new AwsProvider<>(new Listed(), CLOCK).observe(List.of(HALF, THERE, GONE));

    assertThat(seen)
        .containsEntry(THERE.key(), new Observation.Present<>(THERE, new Ownership.Unowned(), NOW))
        .containsEntry(HALF.key(), new Observation.Unknown<>(failure(HALF), NOW))
        .containsEntry(GONE.key(), new Observation.Absent<>(NOW));
  }

  @Test
  void whatHangsDelaysNoOther() throws InterruptedException {
    var told = new LinkedBlockingQueue<Key>();
    var open = new CountDownLatch(1);
    var kind =
        new Single() {
          @Override
          public Optional<Found<LogGroup>> read(LogGroup want) {
            if (want.equals(GONE)) {
              await(open);
            }
            return super.read(want);
          }
        };
    var reading =
        Thread.ofVirtual()
            .start(
                () ->
                    new AwsProvider<>(kind, CLOCK)
                        .observe(List.of(GONE, THERE), (key, found) -> told.add(key)));

    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(THERE.key());
    open.countDown();
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(GONE.key());
    reading.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A listing said that it is ours; the service says otherwise. */
  @Test
  void writesNothingToWhatIsNotConfirmedToBeOurs() {
    var doubtful = new Doubtful(THERE.key());
    var kind = new Single();
    var provider = new AwsProvider<>(kind, CLOCK, doubtful);
    var diff = new FieldDiff("/retentionDays", 1, 2, FieldDiff.Nature.PLAIN);

    assertThat(
            List.of(
                provider.update(new Change<>(THERE, THERE, List.of(diff))),
                provider.delete(THERE, true),
                provider.release(THERE, new Owner("a", "b", "c"))))
        .allSatisfy(
            progress ->
                assertThat(progress)
                    .isInstanceOfSatisfying(
                        Progress.Failed.class,
                        failed ->
                            assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.CONFLICT)));
    assertThat(kind.written).isZero();
    assertThat(provider.delete(GONE, true)).isEqualTo(new Progress.Done());
  }

  private record Doubtful(Key doubted) implements TagReader {
    @Override
    public Map<String, String> read(
        Tagged want, String arn, Supplier<Map<String, String>> service) {
      return service.get();
    }

    @Override
    public boolean confirmed(Key key) {
      return !key.equals(doubted);
    }
  }

  @Test
  void failsWritesAsValues() {
    var provider = new AwsProvider<>(new Single(), CLOCK);
    var failed = new Progress.Failed(failure(DENIED));
    var diff = new FieldDiff("/retentionDays", 1, 2, FieldDiff.Nature.PLAIN);

    assertThat(provider.create(DENIED)).isEqualTo(failed);
    assertThat(provider.update(new Change<>(DENIED, DENIED, List.of(diff)))).isEqualTo(failed);
    assertThat(provider.delete(DENIED, false)).isEqualTo(failed);
    assertThat(provider.release(DENIED, new Owner("a", "b", "c"))).isEqualTo(failed);
    assertThat(provider.create(THERE)).isEqualTo(new Progress.Done());
  }

  private static LogGroup group(String name) {
    return new LogGroup(new Key(Stack.API, name, name), "arn:" + name, Optional.of(1), Map.of());
  }

  private static Failure failure(LogGroup about) {
    return new Failure(
        Failure.Kind.DENIED, "logs:Any", about.key().name(), "AccessDenied: not you");
  }

  private static void call(LogGroup group) {
    if (group.equals(DENIED)) {
      var denied =
          AwsServiceException.builder()
              .statusCode(403)
              .awsErrorDetails(
                  AwsErrorDetails.builder()
                      .errorCode("AccessDenied")
                      .errorMessage("not you")
                      .build())
              .build();
      CallName.sign(denied, "logs:Any");
      throw denied;
    }
  }

  private static class Single extends Writes implements AwsKind.Single<LogGroup> {
    @Override
    public Optional<Found<LogGroup>> read(LogGroup want) {
      call(want);
      return want.equals(GONE)
          ? Optional.empty()
          : Optional.of(new Found<>(want, new Ownership.Unowned()));
    }
  }

  private static final class Listed extends Writes implements AwsKind.Listed<LogGroup> {
    @Override
    public Map<Key, Supplier<Found<LogGroup>>> read(List<LogGroup> wants) {
      wants.forEach(AwsProviderTest::call);
      return Map.of(
          THERE.key(), () -> new Found<>(THERE, new Ownership.Unowned()), HALF.key(), half());
    }

    private static Supplier<Found<LogGroup>> half() {
      return () -> {
        call(DENIED);
        throw new AssertionError("not denied");
      };
    }
  }

  private static class Writes {
    int written;

    private Progress write(LogGroup group) {
      call(group);
      written++;
      return new Progress.Done();
    }

    public Class<LogGroup> type() {
      return LogGroup.class;
    }

    public Progress create(LogGroup want) {
      return write(want);
    }

    public Progress update(Change<LogGroup> change) {
      return write(change.want());
    }

    public Progress delete(LogGroup have, boolean withData) {
      return write(have);
    }

    public Progress release(LogGroup have, Owner owner) {
      return write(have);
    }
  }
}
