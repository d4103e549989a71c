package io.soundbite.operator.controller;

import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Evidence;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.metrics.DriftMeters;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Remembers of each environment what its resources had been brought to and what was found drifted.
 * What is forgotten in a restart is read from status.
 */
final class DriftWatch {

  /**
   * What one look at a plan, or half of one, showed.
   *
   * @param steps the plan, with what is contested held back
   * @param drift in it
   * @param found what of it was not there at the last look
   * @param healed what was put right since
   */
  record Inspection(List<Step> steps, List<Drift> drift, List<Drift> found, List<Drift> healed) {}

  /** What was remembered before and after a plan was looked at, and the drift in it. */
  private record Look(DriftMemory before, DriftMemory after, List<Drift> drift) {}

  private final ConcurrentMap<Owner, DriftMemory> memories = new ConcurrentHashMap<>();
  private final AtomicLong writes = new AtomicLong();
  private final DriftMeters meters;
  private final Clock clock;

  DriftWatch(MeterRegistry registry, Clock clock) {
    this.meters = new DriftMeters(registry);
    this.clock = clock;
  }

  /** How far things are now: to be asked before what a plan is made on is looked up. */
  long mark() {
    return writes.get();
  }

  /**
   * Looks at a plan for {@code wants}.
   *
   * @param mark from before the plan: what was put right since is not found again
   * @param all both halves of what is wanted
   * @param recorded whether status says that a resource had been as it is wanted now; asked when
   *     nothing is remembered
   * @param evidence what live resources show of a field
   */
  Inspection inspect(
      Owner owner,
      List<? extends Desired> all,
      List<? extends Desired> wants,
      List<Step> plan,
      long mark,
      Predicate<Key> recorded,
      Evidence evidence) {
    var now = clock.instant();
    var look = new AtomicReference<Look>();
    memories.compute(
        owner,
        (any, memory) -> {
          var before = memory == null ? DriftMemory.recorded(all, recorded) : memory;
          var undone = before.undone(plan, mark);
          var drift = before.baseline().drift(wants, undone);
          var after = before.after(wants, undone, drift, evidence, now);
          look.set(new Look(before, after, drift));
          return after;
        });
    var before = Objects.requireNonNull(look.get()).before();
    var found = look.get().drift().stream().filter(it -> !before.drift().contains(it)).toList();
    found.forEach(meters::found);
    var held = look.get().after().hold(plan, evidence, now);
    return new Inspection(
        held, before.baseline().drift(wants, before.undone(held, mark)), found, before.healed());
  }

  /** The steps of {@code plan}, with what is contested held back; nothing is remembered of it. */
  List<Step> hold(Owner owner, List<Step> plan, Evidence evidence) {
    var memory = memories.get(owner);
    return memory == null ? plan : memory.hold(plan, evidence, clock.instant());
  }

  /** Returns the drift among {@code steps}, which are for {@code wants}. */
  List<Drift> drift(Owner owner, List<? extends Desired> wants, List<Step> steps) {
    var memory = memories.get(owner);
    return memory == null ? List.of() : memory.baseline().drift(wants, steps);
  }

  /** Returns the resources that had been as wanted; empty when nothing is remembered. */
  Optional<Set<Key>> reached(Owner owner) {
    return Optional.ofNullable(memories.get(owner)).map(it -> it.baseline().reached().keySet());
  }

  /** Returns the resources that were created, and have not been as wanted since. */
  Set<Key> creating(Owner owner) {
    var memory = memories.get(owner);
    return memory == null ? Set.of() : memory.baseline().creating();
  }

  /** Returns when the next of what is held back may be tried again. */
  Optional<Instant> due(Owner owner) {
    return Optional.ofNullable(memories.get(owner)).flatMap(it -> it.due(clock.instant()));
  }

  /** Has everything that is held back tried again at once. */
  void forgive(Owner owner) {
    memories.computeIfPresent(owner, (any, memory) -> memory.forgiving());
  }

  /** Takes notice of how a write ended. */
  void ended(Owner owner, Step step, Progress progress) {
    memories.computeIfPresent(owner, (any, memory) -> ended(memory, step, progress));
  }

  private DriftMemory ended(DriftMemory memory, Step step, Progress progress) {
    return switch (progress) {
      case Progress.Done(var altered) -> {
        memory.healedBy(step, altered).forEach(meters::healed);
        yield memory.wrote(step, altered, clock.instant(), writes.incrementAndGet());
      }
      // AWS has a backoff of its own, beside its readings.
      case Progress.Failed(var failure) when isOfCluster(step) ->
          memory.refused(step, failure, clock.instant());
      case Progress.Failed failed -> memory;
      case Progress.Wait wait when step instanceof Step.Create(var want) ->
          memory.creating(want.key());
      case Progress.Wait wait -> memory;
      case Progress.Skipped skipped -> memory;
    };
  }

  private static boolean isOfCluster(Step step) {
    return switch (step) {
      case Step.Create(var want) -> want instanceof KubeObject;
      case Step.Update(var change) -> change.want() instanceof KubeObject;
      default -> false;
    };
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    memories.remove(owner);
  }
}
