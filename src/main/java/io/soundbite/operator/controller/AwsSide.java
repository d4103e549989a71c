package io.soundbite.operator.controller;

import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.engine.Sweeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The AWS half of a reconcile: plans on the newest snapshot, and starts what may be written. A
 * write needs a reading that is fresh; an older one is read again first.
 */
record AwsSide(Sweeper<Scope> sweeper, Clock clock) {
  private static final Duration FRESH = Duration.ofSeconds(30);

  /** A plan, and the snapshot it was made on. */
  record Planned(List<Step> steps, Snapshot snapshot) {

    /** The same, with other steps. */
    Planned with(List<Step> others) {
      return new Planned(others, snapshot);
    }

    /** Whether every resource is there, if not in every field as wanted. */
    boolean stands() {
      return steps.stream().allMatch(Planned::stands);
    }

    /** Whether the resource is there and ours. */
    static boolean stands(Step step) {
      return switch (step) {
        case Step.Keep keep -> true;
        case Step.Update update -> true;
        case Step.Blocked blocked -> !blocked.diffs().isEmpty();
        default -> false;
      };
    }
  }

  /** What is to be done, as far as it is known. */
  Planned look(Environment environment, Scope scope, Planner planner, List<Desired> wants) {
    var retired = Blueprint.retired(environment);
    var snapshot = read(environment, scope, both(wants, retired));
    return new Planned(
        both(planner.plan(wants, snapshot.seen()), gone(planner, retired, snapshot)), snapshot);
  }

  /** The removal of what is there and must not be, as far as it is known. */
  private static List<Step> gone(Planner planner, List<Desired> retired, Snapshot snapshot) {
    return planner.planRemoval(retired, snapshot.seen(), true, false).stream()
        .filter(Step.Delete.class::isInstance)
        .toList();
  }

  private static <T> List<T> both(List<T> first, List<T> second) {
    return Stream.of(first, second).flatMap(List::stream).toList();
  }

  /** Starts what may be written of {@code planned}, unless writes are under way. */
  Planned run(Environment environment, Planned planned) {
    if (!planned.snapshot().busy()) {
      start(environment, planned.steps(), planned.snapshot());
    }
    return planned;
  }

  /** Takes everything down, or leaves it to nobody. */
  Planned remove(
      Environment environment,
      Scope scope,
      Planner planner,
      List<Desired> wants,
      Takedown takedown) {
    var all = both(wants, Blueprint.retired(environment));
    var snapshot = read(environment, scope, all);
    var plan = planner.planRemoval(all, snapshot.seen(), takedown.delete(), takedown.withData());
    return run(environment, new Planned(takedown.spare(plan), snapshot));
  }

  /** What is known; what was not read yet is, while the caller does something else. */
  Snapshot read(Environment environment, Scope scope, List<Desired> wants) {
    return sweeper.enlist(environment.owner(), scope, wants, environment.spec().drift().every());
  }

  private void start(Environment environment, List<Step> steps, Snapshot snapshot) {
    var now = clock.instant();
    var stale =
        steps.stream()
            .filter(Step::writes)
            .map(Step::key)
            .filter(key -> isStale(key, snapshot, now))
            .collect(Collectors.toSet());
    if (!stale.isEmpty()) {
      sweeper.refresh(environment.owner(), stale);
    }
    var ripe =
        steps.stream()
            .map(step -> snapshot.ripe(step.key(), now.minus(FRESH), now) ? step : later(step))
            .toList();
    if (ripe.stream().anyMatch(Step::writes)) {
      sweeper.execute(environment.owner(), ripe);
    }
  }

  /**
   * Whether a resource has to be read again before it is written. One that failed is read when its
   * next try is due; where this reconcile came late, that reading is old by now too.
   */
  private static boolean isStale(Key key, Snapshot snapshot, Instant now) {
    var observation = snapshot.seen().get(key);
    var failure = snapshot.failures().get(key);
    return observation != null
        && observation.asOf().isBefore(now.minus(FRESH))
        && (failure == null || !failure.notBefore().isAfter(now))
        && !snapshot.waits().containsKey(key);
  }

  /** Not now; and nothing that depends on it either. */
  private static Step later(Step step) {
    return step.writes() ? step.held("Waiting", "its next try is not due") : step;
  }
}
