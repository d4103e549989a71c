package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.aws.Places;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.engine.Ours;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.engine.Sweeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** The AWS half of one life of the operator: from its start to its death or its work's end. */
final class AwsLife implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Takedown EVERYTHING = new Takedown(true, true, Map.of());

  private final Environment environment;
  private final Scope scope;
  private final Planner planner;
  private final List<Desired> wants;
  private final Places places;
  private final AwsSide side;
  private final Semaphore woken = new Semaphore(0);

  AwsLife(Environment environment, ExecutionInterceptor interceptor) {
    var facts = environment.facts();
    this.environment = environment;
    this.scope = new Scope(facts.region(), facts.endpoint(), new Scope.Credentials.Operator());
    this.planner = new Planner(new Ours(environment.owner(), false, Optional.empty()));
    this.wants = Halves.of(Blueprint.of(environment, SlotTarget.none())).aws();
    this.places =
        new Places(
            List.of(interceptor),
            StaticCredentialsProvider.create(AwsBasicCredentials.create(facts.account(), "secret")),
            Clock.systemUTC());
    this.side =
        new AwsSide(
            new Sweeper<>(
                places::providers,
                any -> woken.release(),
                new Sweeper.Settings(32, Clock.systemUTC(), ThreadLocalRandom.current())),
            Clock.systemUTC());
  }

  /** Makes everything, or dies on the way. */
  void create(BooleanSupplier dead) {
    live(() -> side.run(environment, side.look(environment, scope, planner, wants)), dead);
  }

  /** Takes everything down, data and all, or dies on the way. */
  void delete(BooleanSupplier dead) {
    live(
        () -> side.remove(environment, scope, planner, wants, new Takedown(true, true, Map.of())),
        dead);
  }

  private void live(Supplier<AwsSide.Planned> turn, BooleanSupplier dead) {
    var end = Instant.now().plus(PATIENCE);
    var planned = turn.get();
    while (!dead.getAsBoolean() && !isDone(planned)) {
      assertThat(Instant.now()).as("%s, %s", planned.steps(), planned.snapshot()).isBefore(end);
      pause();
      planned = dead.getAsBoolean() ? planned : turn.get();
    }
    while (side.sweeper().enlist(environment.owner(), scope, wants, INTERVAL).busy()) {
      pause();
    }
  }

  private static boolean isDone(AwsSide.Planned planned) {
    return planned.steps().stream().allMatch(Step.Keep.class::isInstance);
  }

  /** Until there is news, but not for ever. */
  private void pause() {
    try {
      if (woken.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        woken.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    side.sweeper().close();
    places.close();
  }
}
