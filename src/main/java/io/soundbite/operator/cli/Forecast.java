package io.soundbite.operator.cli;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ours;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.Protection;
import io.soundbite.operator.status.IgnoreRules;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the operator's own planner makes of two blueprints of one environment, were everything as
 * the first says.
 *
 * @param environment as it would be
 */
record Forecast(Environment environment, Leave leave) {

  /** What would be done, resource by resource, stack by stack. */
  List<ResourceChange> changes(List<Desired> before, List<Desired> wanted) {
    var after =
        wanted.stream().sorted(Comparator.comparing((Desired it) -> it.key().stack())).toList();
    var seen = seen(before, after);
    var reached = before.stream().map(it -> it.key().path()).collect(Collectors.toSet());
    var steps = planner(leave.mayDowngrade(), reached).plan(after, seen);
    var unguarded = planner(true, reached).plan(after, seen);
    return IntStream.range(0, after.size())
        .boxed()
        .flatMap(
            it ->
                ResourceChange.of(
                    after.get(it).key().stack().in(environment.names().environment()),
                    after.get(it),
                    steps.get(it),
                    unguarded.get(it))
                    .stream())
        .toList();
  }

  private Map<Key, Observation<?>> seen(List<Desired> before, List<Desired> after) {
    var seen = new HashMap<Key, Observation<?>>();
    after.forEach(it -> seen.put(it.key(), new Observation.Absent<>(Instant.EPOCH)));
    before.forEach(
        it ->
            seen.put(
                it.key(), new Observation.Present<>(it, new Ownership.Written(), Instant.EPOCH)));
    return seen;
  }

  private Planner planner(boolean downgrade, Set<String> reached) {
    return new Planner(
        new Ours(environment.owner(), false, Optional.empty()),
        new IgnoreRules(environment.spec().drift().ignore()).ignored(),
        new Protection(Set.of(), Optional.empty(), downgrade).withReached(reached));
  }
}
