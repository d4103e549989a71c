package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ours;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.ProviderSet;
import io.soundbite.operator.engine.ResourceProvider;
import io.soundbite.operator.engine.Sweeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Writes that failed are tried again, however late the reconcile comes that does so. */
class AwsSideTest {
  private static final Duration LATE = Duration.ofSeconds(40);

  private final Leap clock = new Leap();
  private final Refusing provider = new Refusing();
  private final Environment environment = StagingExample.environment();

  @AutoClose
  private final Sweeper<Scope> sweeper =
      new Sweeper<>(
          any -> new ProviderSet(List.of(provider)),
          any -> {},
          new Sweeper.Settings(4, clock, ThreadLocalRandom.current()));

  private final AwsSide side = new AwsSide(sweeper, clock);
  private final List<Desired> wants =
      List.of(
          new LogGroup(
              new Key(Stack.API, Ids.API_LOG_GROUP, "/soundbite/staging/api"),
              "arn",
              Optional.of(30),
              Map.of()));

  /** With a hundred environments being deleted, half a minute passes between two reconciles. */
  @Test
  void aFailedDeletionIsTriedAgainThoughItsReadingIsOldByThen() {
    await("the first try").until(() -> remove() && provider.deletions.get() == 1);
    var failed = clock.instant();
    await("the reading after it").until(() -> read().asOf().isAfter(failed));

    clock.by(LATE);
    await("the second try").until(() -> remove() && provider.deletions.get() == 2);

    assertThat(side.read(environment, scope(), wants).failures()).isEmpty();
  }

  private Observation<?> read() {
    return Objects.requireNonNull(
        side.read(environment, scope(), wants).seen().get(wants.getFirst().key()));
  }

  private boolean remove() {
    side.remove(
        environment,
        scope(),
        new Planner(new Ours(environment.owner(), false, Optional.empty())),
        wants,
        new Takedown(true, true, Map.of()));
    return true;
  }

  private static Scope scope() {
    return new Scope("us-east-1", null, new Scope.Credentials.Operator());
  }

  /** A log group whose deletion fails once. */
  private final class Refusing implements ResourceProvider<LogGroup> {
    private final AtomicInteger deletions = new AtomicInteger();

    @Override
    public Class<LogGroup> kind() {
      return LogGroup.class;
    }

    @Override
    public Map<Key, Observation<LogGroup>> observe(List<LogGroup> wanted) {
      var want = wanted.getFirst();
      return Map.of(
          want.key(),
          deletions.get() > 1
              ? new Observation.Absent<>(clock.instant())
              : new Observation.Present<>(
                  want, new Ownership.OwnedBy(environment.owner()), clock.instant()));
    }

    @Override
    public Progress create(LogGroup want) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Progress update(Change<LogGroup> change) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Progress delete(LogGroup have, boolean withData) {
      return deletions.incrementAndGet() == 1
          ? new Progress.Failed(
              new Failure(
                  Failure.Kind.UNAVAILABLE, "logs:DeleteLogGroup", "it", "Connection reset"))
          : new Progress.Done();
    }

    @Override
    public Progress release(LogGroup have, Owner owner) {
      throw new UnsupportedOperationException();
    }
  }
}
