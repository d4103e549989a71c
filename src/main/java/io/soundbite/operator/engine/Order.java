package io.soundbite.operator.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which steps of a plan wait for which: forwards for what is made, backwards for what is taken
 * down.
 *
 * @param before by id, the ids of the steps that must end first
 */
record Order(Map<String, Set<String>> before) {

  static Order of(List<Step> plan) {
    var steps =
        plan.stream()
            .filter(step -> !(step instanceof Step.Keep))
            .collect(Collectors.toMap(step -> step.key().id(), step -> step));
    var before = new HashMap<String, Set<String>>();
    for (var step : steps.values()) {
      for (var id : step.after()) {
        var base = steps.get(id);
        if (base != null && removes(base)) {
          before.computeIfAbsent(id, any -> new HashSet<>()).add(step.key().id());
        } else if (base != null && !removes(step)) {
          before.computeIfAbsent(step.key().id(), any -> new HashSet<>()).add(id);
        }
      }
    }
    return new Order(before);
  }

  /** Ids of the steps that {@code step} waits for. */
  Set<String> before(Step step) {
    return before.getOrDefault(step.key().id(), Set.of());
  }

  /** Whether {@code step} waits for itself in the end, which would be for ever. */
  boolean circular(Step step) {
    var reached = new HashSet<String>();
    var next = new ArrayDeque<>(before(step));
    while (!next.isEmpty()) {
      var id = next.pop();
      if (reached.add(id)) {
        next.addAll(before.getOrDefault(id, Set.of()));
      }
    }
    return reached.contains(step.key().id());
  }

  private static boolean removes(Step step) {
    return step instanceof Step.Delete || step instanceof Step.Release;
  }
}
