package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an environment's AWS resources go.
 *
 * @param delete whether they are removed, or left to nobody
 * @param withData whether data in them may be destroyed
 * @param inUse what others need and who: it stays for as long as they do
 */
record Takedown(boolean delete, boolean withData, Map<Key, String> inUse) {
  Takedown {
    inUse = Map.copyOf(inUse);
  }

  /** The plan without the removal of what others need. */
  List<Step> spare(List<Step> plan) {
    return plan.stream().map(step -> step instanceof Step.Delete ? spared(step) : step).toList();
  }

  private Step spared(Step step) {
    return Optional.ofNullable(inUse.get(step.key()))
        .<Step>map(
            users ->
                new Step.Blocked(
                    step.key(),
                    "InUse",
                    "%s stays while it is in use: %s. It goes when that ends."
                        .formatted(step.key().name(), users),
                    List.of()))
        .orElse(step);
  }
}
