package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Stack;
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
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class AwsProviderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final LogGroup THERE = group("there");
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
    return new LogGroup(new Key(Stack.API, name, name), "arn:" + name, 1, Map.of());
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

  private static Progress write(LogGroup group) {
    call(group);
    return new Progress.Done();
  }

  private static final class Single extends Writes implements AwsKind.Single<LogGroup> {
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
    public Map<Key, Found<LogGroup>> read(List<LogGroup> wants) {
      wants.forEach(AwsProviderTest::call);
      return Map.of(THERE.key(), new Found<>(THERE, new Ownership.Unowned()));
    }
  }

  private static class Writes {
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
