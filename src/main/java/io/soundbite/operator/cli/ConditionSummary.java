package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.status.Conditions;
import java.util.List;
import java.util.Objects;

/**
 * A condition as of now.
 *
 * @param status True, False or Unknown
 * @param current whether it speaks of the spec as it is
 */
record ConditionSummary(String status, String reason, String message, boolean current) {

  /** The condition {@code type} of {@code environment}. */
  static ConditionSummary of(SoundBiteEnvironment environment, String type) {
    var status = environment.getStatus();
    return Conditions.find(status == null ? List.of() : status.conditions(), type)
        .map(
            it ->
                new ConditionSummary(
                    it.getStatus(),
                    it.getReason(),
                    it.getMessage(),
                    Objects.equals(
                        it.getObservedGeneration(), environment.getMetadata().getGeneration())))
        .orElseGet(
            () ->
                new ConditionSummary(
                    "Unknown", "NotReported", "The operator has said nothing.", false));
  }

  /** Whether it is true of the spec as it is. */
  boolean holds() {
    return status.equals("True") && current;
  }

  /** All of it in one line. */
  String text() {
    return status
        + ", "
        + reason
        + ": "
        + message
        + (current || reason.equals("NotReported")
            ? ""
            : " (of an earlier generation of the spec: the operator has not come to this one yet)");
  }
}
