package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.SlotTarget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * Renders blueprints, and remembers each environment's newest: what a resource is to be stays the
 * same instance while it is the same. Several keep it: the sweeper, the baseline of drift, the
 * record of writes.
 */
final class RenderedBlueprints {
  private final ConcurrentMap<Owner, Map<Key, Desired>> newest = new ConcurrentHashMap<>();

  /** Returns the blueprint of {@code environment} for {@code target}. */
  Halves of(Environment environment, SlotTarget target) {
    var before = newest.getOrDefault(environment.owner(), Map.of());
    var wants =
        Blueprint.of(environment, target).stream()
            .map(
                want -> {
                  var known = before.get(want.key());
                  return want.equals(known) ? known : want;
                })
            .toList();
    newest.put(
        environment.owner(),
        wants.stream()
            .collect(Collectors.toUnmodifiableMap(Desired::key, want -> want, (one, two) -> one)));
    return Halves.of(wants);
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    newest.remove(owner);
  }
}
