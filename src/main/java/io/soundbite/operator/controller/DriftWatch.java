package io.soundbite.operator.controller;

import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.metrics.DriftMeters;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
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
   * @param contested when what is contested may be put right again
   */
  record Inspection(
      List<Step> steps,
      List<Drift> drift,
      List<Drift> found,
      List<Drift> healed,
      Optional<Instant> contested) {}

  /** What was remembered when a plan was looked at, and the drift in it. */
  private record Look(DriftMemory before, List<Drift> drift) {}

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
   * @param rival who else writes a resource, where that is known
   */
  Inspection inspect(
      Owner owner,
      List<? extends Desired> all,
      List<? extends Desired> wants,
      List<Step> plan,
      long mark,
      Predicate<Key> recorded,
      Function<Key, Optional<String>> rival) {
    var look = new AtomicReference<Look>();
    memories.compute(
        owner,
        (any, memory) -> {
          var before = memory == null ? DriftMemory.recorded(all, recorded) : memory;
          var undone = before.undone(plan, mark);
          var drift = before.baseline().drift(wants, undone);
          look.set(new Look(before, drift));
          return before.after(wants, undone, drift);
        });
    var before = Objects.requireNonNull(look.get()).before();
    var found = look.get().drift().stream().filter(it -> !before.drift().contains(it)).toList();
    found.forEach(meters::found);
    var contest = before.contest().at(clock.instant());
    var held = contest.hold(plan, rival);
    return new Inspection(
        held,
        before.baseline().drift(wants, before.undone(held, mark)),
        found,
        before.healed(),
        contest.until());
  }

  /** The steps of {@code plan}, with what is contested held back; nothing is remembered of it. */
  List<Step> hold(Owner owner, List<Step> plan) {
    var memory = memories.get(owner);
    return memory == null
        ? plan
        : memory.contest().at(clock.instant()).hold(plan, any -> Optional.empty());
  }

  /** Takes notice of how a write ended. */
  void ended(Owner owner, Step step, Progress progress) {
    if (progress instanceof Progress.Done) {
      memories.computeIfPresent(
          owner,
          (any, memory) -> {
            memory.of(step.key()).forEach(meters::healed);
            return memory.healed(step.key(), clock.instant(), writes.incrementAndGet());
          });
    }
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    memories.remove(owner);
  }
}
