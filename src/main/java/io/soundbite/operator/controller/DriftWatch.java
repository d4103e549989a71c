package io.soundbite.operator.controller;

import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Baseline;
import io.soundbite.operator.engine.Contest;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Remembers of each environment what its resources had been brought to and what was found drifted.
 * What is forgotten in a restart is read from status.
 */
final class DriftWatch {

  /**
   * What is remembered of one environment.
   *
   * @param drift that was found and not put right since
   * @param healed what was put right and not told yet
   */
  private record Memory(Baseline baseline, Contest contest, List<Drift> drift, List<Drift> healed) {

    /** What was told of {@code before} is not told again; writes may have ended since. */
    Memory after(Memory before, List<? extends Desired> wants, List<Step> plan, List<Drift> found) {
      var looked = plan.stream().map(Step::key).collect(Collectors.toSet());
      var others = drift.stream().filter(it -> !looked.contains(it.key()));
      return new Memory(
          baseline.after(wants, plan),
          contest,
          Stream.concat(others, found.stream()).toList(),
          healed.subList(before.healed().size(), healed.size()));
    }

    List<Drift> of(Key key) {
      return drift.stream().filter(it -> it.key().equals(key)).toList();
    }

    Memory healed(Key key, Instant now) {
      return new Memory(
          baseline,
          contest.healed(of(key), now),
          drift.stream().filter(it -> !it.key().equals(key)).toList(),
          Stream.concat(healed.stream(), of(key).stream()).toList());
    }
  }

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

  private final ConcurrentMap<Owner, Memory> memories = new ConcurrentHashMap<>();
  private final DriftMeters meters;
  private final Clock clock;

  DriftWatch(MeterRegistry registry, Clock clock) {
    this.meters = new DriftMeters(registry);
    this.clock = clock;
  }

  /**
   * Looks at a plan for {@code wants}.
   *
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
      Predicate<Key> recorded,
      Function<Key, Optional<String>> rival) {
    var before =
        memories.computeIfAbsent(
            owner,
            any ->
                new Memory(Baseline.recorded(all, recorded), Contest.none(), List.of(), List.of()));
    var drift = before.baseline().drift(wants, plan);
    var found = drift.stream().filter(it -> !before.drift().contains(it)).toList();
    found.forEach(meters::found);
    memories.computeIfPresent(owner, (any, memory) -> memory.after(before, wants, plan, drift));
    var contest = before.contest().at(clock.instant());
    var held = contest.hold(plan, rival);
    return new Inspection(
        held, before.baseline().drift(wants, held), found, before.healed(), contest.until());
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
            return memory.healed(step.key(), clock.instant());
          });
    }
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    memories.remove(owner);
  }
}
