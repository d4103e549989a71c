package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What would be done under {@code spec.drift.policy: Plan}. */
public record PlanStatus(
    @JsonPropertyDescription(
            "Names this plan and no other: set the annotation soundbite.io/apply to it to have the"
                + " plan done.")
        String hash,
    @JsonPropertyDescription("How many resources would be created.") Integer create,
    @JsonPropertyDescription("How many would be changed.") Integer update,
    @JsonPropertyDescription("How many would be deleted.") Integer delete,
    @JsonPropertyDescription("How many must not be touched, or could not be read.") Integer blocked,
    @JsonPropertyDescription(
            "The first 20 steps: those that touch what there is, then what is created.")
        List<PlanStep> steps,
    @JsonPropertyDescription(
            "Steps of a plan that was approved and is not done yet, by their fingerprints.")
        List<String> applying) {
  /** Copies the lists. */
  public PlanStatus {
    steps = steps == null ? List.of() : List.copyOf(steps);
    applying = applying == null ? List.of() : List.copyOf(applying);
  }
}
