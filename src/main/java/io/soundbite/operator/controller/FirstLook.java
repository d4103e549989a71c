package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.HoldsData;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells an environment that is new from one whose status was lost, as in a restore of the cluster:
 * what the owner tag says is this environment's was made before, and so was its data.
 *
 * @param restored whether a person says that the environment was restored
 */
record FirstLook(Environment environment, Halves wants, boolean restored) {

  /**
   * Returns the paths of the resources that have held data, as AWS shows it before anything is
   * made. Those that are not there are lost.
   */
  List<String> data(AwsSide.Planned sight) {
    return restored || isKnown(sight)
        ? wants.aws().stream()
            .filter(HoldsData.class::isInstance)
            .map(want -> want.key().path())
            .sorted()
            .toList()
        : List.of();
  }

  /** Returns the resources that carry this environment's owner tag. */
  Set<Key> own(Snapshot snapshot) {
    return snapshot.seen().entrySet().stream()
        .filter(it -> isOwn(it.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private boolean isKnown(AwsSide.Planned sight) {
    return sight.snapshot().seen().values().stream().anyMatch(this::isOwn);
  }

  private boolean isOwn(Observation<?> observation) {
    return observation instanceof Observation.Present<?> present
        && present.ownership() instanceof Ownership.OwnedBy(var owner)
        && owner.equals(environment.owner());
  }
}
