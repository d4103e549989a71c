package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Baseline;
import io.soundbite.operator.engine.Contest;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Evidence;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Retries;
import io.soundbite.operator.engine.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is remembered of one environment.
 *
 * @param contest what was written and did not last
 * @param retries what was refused
 * @param drift that was found and not put right since
 * @param healed what was put right and not told yet
 * @param written when each resource was put right last, by {@link DriftWatch#mark}
 */
record DriftMemory(
    Baseline baseline,
    Contest contest,
    Retries retries,
    List<Drift> drift,
    List<Drift> healed,
    Map<Key, Long> written) {
  private static final String WHOLE = "/";

  static DriftMemory recorded(List<? extends Desired> all, Predicate<Key> recorded) {
    return new DriftMemory(
        Baseline.recorded(all, recorded),
        Contest.none(),
        Retries.none(),
        List.of(),
        List.of(),
        Map.of());
  }

  DriftMemory after(
      List<? extends Desired> wants,
      List<Step> plan,
      List<Drift> found,
      Evidence evidence,
      Instant now) {
    var looked = plan.stream().map(Step::key).collect(Collectors.toSet());
    var others = drift.stream().filter(it -> !looked.contains(it.key()));
    return new DriftMemory(
        baseline.after(wants, plan),
        contest.seen(plan, evidence, now),
        retries.seen(plan, now),
        Stream.concat(others, found.stream()).toList(),
        List.of(),
        written);
  }

  /** The steps of a plan made at {@code mark}, but for those that were done since. */
  List<Step> undone(List<Step> plan, long mark) {
    return plan.stream().filter(step -> written.getOrDefault(step.key(), 0L) <= mark).toList();
  }

  /** Returns the steps, with what is contested or was refused held back. */
  List<Step> hold(List<Step> plan, Evidence evidence, Instant now) {
    return retries.hold(contest.hold(plan, evidence, now), now);
  }

  /** Returns when the next of what is held back may be tried. */
  Optional<Instant> due(Instant now) {
    return Stream.of(contest.until(now), retries.until(now))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** Returns the memory with everything that is held back to be tried at once. */
  DriftMemory forgiving() {
    return new DriftMemory(baseline, contest.asked(), Retries.none(), drift, healed, written);
  }

  /** Returns the drift that {@code step} has put right, but for what was altered in the write. */
  List<Drift> healedBy(Step step, List<FieldDiff> altered) {
    var fields =
        switch (step) {
          case Step.Update(var change) -> change.diffs().stream().map(FieldDiff::path).toList();
          case Step.Create create -> List.of(WHOLE);
          default -> List.<String>of();
        };
    return drift.stream()
        .filter(it -> it.key().equals(step.key()) && fields.contains(it.field()))
        .filter(it -> altered.stream().noneMatch(diff -> diff.path().equals(it.field())))
        .toList();
  }

  DriftMemory wrote(Step step, List<FieldDiff> altered, Instant now, long mark) {
    var marks = new HashMap<>(written);
    marks.put(step.key(), mark);
    var right = healedBy(step, altered);
    return new DriftMemory(
        baseline,
        contest.wrote(step, altered, now),
        retries.done(step.key()),
        drift.stream().filter(it -> !right.contains(it)).toList(),
        Stream.concat(healed.stream(), right.stream()).toList(),
        Map.copyOf(marks));
  }

  /** Returns the memory after {@code key} was created in part: the rest is written later. */
  DriftMemory creating(Key key) {
    return new DriftMemory(baseline.creating(key), contest, retries, drift, healed, written);
  }

  DriftMemory refused(Step step, Failure failure, Instant now) {
    return new DriftMemory(
        baseline, contest, retries.failed(step, failure, now), drift, healed, written);
  }
}
