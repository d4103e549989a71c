package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.FieldPath;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.rollout.Rollout;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What remains to be done after a release and concerns nothing that is declared live: the slot that
 * is not in use is scaled to zero, and the marks of the rollout are removed. An environment is
 * Ready and as declared meanwhile.
 *
 * @param plan before anything of it was approved or held back
 * @param drift found in it: what somebody else changed is no housekeeping
 */
record Housekeeping(Rollout rollout, List<Step> plan, List<Drift> drift) {
  private static final String ANNOTATIONS = "/metadata/annotations";
  private static final String MARK = FieldPath.below(ANNOTATIONS, SlotTarget.ROLLOUT);
  private static final String REPLICAS = "/spec/replicas";

  /** Returns {@code steps} with those that are housekeeping counted as done. */
  List<Step> settled(List<Step> steps) {
    var keys = keys();
    return steps.stream()
        .map(step -> keys.contains(step.key()) ? new Step.Keep(step.key()) : step)
        .toList();
  }

  private Set<Key> keys() {
    var drifted = drift.stream().map(Drift::key).collect(Collectors.toSet());
    return plan.stream()
        .filter(step -> step instanceof Step.Update update && isHousekeeping(update))
        .map(Step::key)
        .filter(key -> !drifted.contains(key))
        .collect(Collectors.toSet());
  }

  private boolean isHousekeeping(Step.Update update) {
    return update.change().diffs().stream().allMatch(diff -> isHousekeeping(update.key(), diff));
  }

  private boolean isHousekeeping(Key key, FieldDiff diff) {
    return (diff.want() == null && isMark(diff)) || (diff.path().equals(REPLICAS) && isAtRest(key));
  }

  /** Where the mark is the only annotation, all of them differ. */
  private static boolean isMark(FieldDiff diff) {
    return diff.path().equals(MARK)
        || (diff.path().equals(ANNOTATIONS)
            && diff.have() instanceof Tree.Obj(var fields)
            && fields.keySet().equals(Set.of(SlotTarget.ROLLOUT)));
  }

  private boolean isAtRest(Key key) {
    return List.of(Slot.values()).stream()
        .filter(slot -> !rollout.isUsed(slot))
        .anyMatch(slot -> key.id().equals("Deployment/api-" + slot.text()));
  }
}
