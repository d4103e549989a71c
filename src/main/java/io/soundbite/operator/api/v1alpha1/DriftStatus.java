package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** Where live resources are not as declared although they had been. */
public record DriftStatus(
    @JsonPropertyDescription("How many fields differ, or resources are gone.") Integer count,
    @JsonPropertyDescription(
            "How many resources could not be read, or have not been yet; nothing is known of their"
                + " drift.")
        Integer unread,
    @JsonPropertyDescription("The first 20 of them.") List<DriftEntry> resources) {
  /** Copies the list. */
  public DriftStatus {
    resources = resources == null ? List.of() : List.copyOf(resources);
  }
}
