package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Baseline;
import io.soundbite.operator.engine.Contest;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is remembered of one environment.
 *
 * @param drift that was found and not put right since
 * @param healed what was put right and not told yet
 * @param written when each resource was put right last, by {@link DriftWatch#mark}
 */
record DriftMemory(
    Baseline baseline,
    Contest contest,
    List<Drift> drift,
    List<Drift> healed,
    Map<Key, Long> written) {

  static DriftMemory recorded(List<? extends Desired> all, Predicate<Key> recorded) {
    return new DriftMemory(
        Baseline.recorded(all, recorded), Contest.none(), List.of(), List.of(), Map.of());
  }

  DriftMemory after(List<? extends Desired> wants, List<Step> plan, List<Drift> found) {
    var looked = plan.stream().map(Step::key).collect(Collectors.toSet());
    var others = drift.stream().filter(it -> !looked.contains(it.key()));
    return new DriftMemory(
        baseline.after(wants, plan),
        contest,
        Stream.concat(others, found.stream()).toList(),
        List.of(),
        written);
  }

  /** The steps of a plan made at {@code mark}, but for those that were done since. */
  List<Step> undone(List<Step> plan, long mark) {
    return plan.stream().filter(step -> written.getOrDefault(step.key(), 0L) <= mark).toList();
  }

  List<Drift> of(Key key) {
    return drift.stream().filter(it -> it.key().equals(key)).toList();
  }

  DriftMemory healed(Key key, Instant now, long mark) {
    var next = new HashMap<>(written);
    next.put(key, mark);
    return new DriftMemory(
        baseline,
        contest.healed(of(key), now),
        drift.stream().filter(it -> !it.key().equals(key)).toList(),
        Stream.concat(healed.stream(), of(key).stream()).toList(),
        Map.copyOf(next));
  }
}
