package io.soundbite.operator.controller;

import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Baseline;
import io.soundbite.operator.engine.Contest;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Step;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Remembers of each environment what its resources had been brought to and what was found drifted.
 * What is forgotten in a restart is read from status.
 */
final class DriftWatch {
  private record Memory(Baseline baseline, Contest contest, List<Drift> drift) {}

  /**
   * What one look at a plan showed.
   *
   * @param steps the plan, with what is contested held back
   * @param drift in it
   */
  record Inspection(
      List<Step> steps, List<Drift> drift, Contest contest, Function<Key, Optional<String>> rival) {

    /** The same for a plan made since. */
    List<Step> hold(List<Step> plan) {
      return contest.hold(plan, rival);
    }
  }

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
   * @param recorded whether status says that a resource had been as it is wanted now; asked when
   *     nothing is remembered
   * @param rival who else writes a resource, where that is known
   */
  Inspection inspect(
      Owner owner,
      List<? extends Desired> wants,
      List<Step> plan,
      Predicate<Key> recorded,
      Function<Key, Optional<String>> rival) {
    var before =
        Optional.ofNullable(memories.get(owner))
            .orElseGet(
                () -> new Memory(Baseline.recorded(wants, recorded), Contest.none(), List.of()));
    var drift = before.baseline().drift(wants, plan);
    var contest = before.contest().after(before.drift(), drift, clock.instant());
    memories.put(owner, new Memory(before.baseline().after(wants, plan), contest, drift));
    count(before.drift(), drift, plan);
    var held = contest.hold(plan, rival);
    return new Inspection(held, before.baseline().drift(wants, held), contest, rival);
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    memories.remove(owner);
  }

  private void count(List<Drift> before, List<Drift> now, List<Step> plan) {
    var kept =
        plan.stream()
            .filter(Step.Keep.class::isInstance)
            .map(Step::key)
            .collect(Collectors.toSet());
    now.stream().filter(it -> !before.contains(it)).forEach(meters::found);
    before.stream().filter(it -> kept.contains(it.key())).forEach(meters::healed);
  }
}
