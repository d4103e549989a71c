package io.soundbite.operator.controller;

import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.engine.Sweeper;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The AWS half of a reconcile: plans on the newest snapshot, and starts what may be written. A
 * write needs a reading that is fresh; an older one is read again first.
 *
 * @param interval the longest between two readings of a resource that nobody touches
 */
record AwsSide(Sweeper<Scope> sweeper, Clock clock, Duration interval) {
  private static final Duration FRESH = Duration.ofSeconds(30);

  /** A plan, and the snapshot it was made on. */
  record Planned(List<Step> steps, Snapshot snapshot) {
    boolean done() {
      return steps.stream().allMatch(Step.Keep.class::isInstance);
    }
  }

  /** Has what is wanted read, if it was not, while the caller does something else. */
  void look(Environment environment, Scope scope, List<Desired> wants) {
    sweeper.enlist(environment.owner(), scope, wants, interval);
  }

  /** Brings everything to what is wanted. */
  Planned converge(Environment environment, Scope scope, Planner planner, List<Desired> wants) {
    return run(environment, scope, wants, (all, snapshot) -> planner.plan(all, snapshot.seen()));
  }

  /** Takes everything down, or leaves it to nobody. */
  Planned remove(
      Environment environment,
      Scope scope,
      Planner planner,
      List<Desired> wants,
      Takedown takedown) {
    return run(
        environment,
        scope,
        wants,
        (all, snapshot) ->
            takedown.spare(
                planner.planRemoval(all, snapshot.seen(), takedown.delete(), takedown.withData())));
  }

  private Planned run(
      Environment environment,
      Scope scope,
      List<Desired> wants,
      BiFunction<List<Desired>, Snapshot, List<Step>> plan) {
    var snapshot = sweeper.enlist(environment.owner(), scope, wants, interval);
    var steps = plan.apply(wants, snapshot);
    if (!snapshot.busy()) {
      start(environment, steps, snapshot);
    }
    return new Planned(steps, snapshot);
  }

  private void start(Environment environment, List<Step> steps, Snapshot snapshot) {
    var now = clock.instant();
    var stale =
        steps.stream()
            .filter(Step::writes)
            .map(Step::key)
            .filter(key -> old(key, snapshot))
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

  private boolean old(Key key, Snapshot snapshot) {
    var observation = snapshot.seen().get(key);
    return observation != null
        && observation.asOf().isBefore(clock.instant().minus(FRESH))
        && !snapshot.failures().containsKey(key)
        && !snapshot.waits().containsKey(key);
  }

  /** Not now; and nothing that depends on it either. */
  private static Step later(Step step) {
    return step.writes() ? step.held("Waiting", "its next try is not due") : step;
  }
}
