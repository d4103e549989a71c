package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where one of two environments is not as the blueprint they share. */
public record ParityDifference(
    @JsonPropertyDescription("Which of the two, as namespace/name.") String environment,
    @JsonPropertyDescription(
            "The resource: stack and id, as Queue/SoundbiteQueue; a stack, as Compute; or"
                + " Blueprint.")
        String resource,
    @JsonPropertyDescription(
            "Path of the field, as /visibility; / when the resource as a whole is gone. Of a stack"
                + " /resources, their number; of the blueprint /shapeHash.")
        String field,
    @JsonPropertyDescription(
            "The declared value; of a stack or the blueprint, what the other environment has.")
        @Nullable String want,
    @JsonPropertyDescription("The live value.") @Nullable String have) {

  /** In words, as {@code Queue/SoundbiteQueue/visibility of soundbite/staging is 30, not 130}. */
  public String text() {
    return "%s%s of %s is %s, not %s"
        .formatted(
            resource,
            field.equals("/") ? "" : field,
            environment,
            Objects.requireNonNullElse(have, "absent"),
            Objects.requireNonNullElse(want, "absent"));
  }
}
