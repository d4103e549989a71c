package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Backoff;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.status.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the Kubernetes objects in one reconcile.
 *
 * @param steps the plan as it was before the writes
 * @param failures of writes
 * @param waits what was begun and waits for something, by object
 * @param wrote whether anything was written
 * @param problem what keeps slots from being touched at all
 * @param retryAt when to try again what nothing else would have tried again
 */
record KubeOutcome(
    List<Step> steps,
    Map<Key, Failure> failures,
    Map<Key, String> waits,
    boolean wrote,
    Optional<Problem> problem,
    Optional<Instant> retryAt) {
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /**
   * Returns the outcome of a plan whose writes ended at {@code now}.
   *
   * @param awaited whether something in the plan may change without an event
   */
  static KubeOutcome of(
      List<Step> plan,
      Map<Key, Progress> results,
      Optional<Problem> problem,
      boolean awaited,
      Instant now) {
    var failures = new HashMap<Key, Failure>();
    var waiting = new HashMap<Key, String>();
    results.forEach(
        (key, progress) -> {
          switch (progress) {
            case Progress.Failed(var failure) -> failures.put(key, failure);
            case Progress.Wait(var again, var why) -> waiting.put(key, why);
            case Progress.Done done -> {}
            case Progress.Skipped skipped -> {}
          }
        });
    // What was refused has a backoff of its own.
    var soon = awaited || results.values().stream().anyMatch(KubeOutcome::isSoon);
    return new KubeOutcome(
        plan,
        failures,
        waiting,
        results.values().stream().anyMatch(Progress.Done.class::isInstance),
        problem,
        soon ? Optional.of(now.plus(AGAIN)) : Optional.empty());
  }

  /** Whether something could not be written. */
  boolean isRefused() {
    return !failures.isEmpty() || steps.stream().anyMatch(Step.Blocked.class::isInstance);
  }

  /** Returns {@code aws} with what failed or waits here. */
  Snapshot with(Snapshot aws) {
    var failed = new HashMap<>(aws.failures());
    failures.forEach((key, failure) -> failed.put(key, Backoff.none(failure)));
    var waiting = new HashMap<>(aws.waits());
    waiting.putAll(waits);
    return new Snapshot(aws.seen(), failed, waiting, aws.busy());
  }

  /** Returns the same with {@code shown} as the plan. */
  KubeOutcome showing(List<Step> shown) {
    return new KubeOutcome(shown, failures, waits, wrote, problem, retryAt);
  }

  boolean done() {
    return steps.stream().allMatch(Step.Keep.class::isInstance);
  }

  private static boolean isSoon(Progress progress) {
    return switch (progress) {
      case Progress.Wait wait -> true;
      case Progress.Failed(var failure) -> failure.kind() == Failure.Kind.CONFLICT;
      case Progress.Done done -> false;
      case Progress.Skipped skipped -> false;
    };
  }
}
