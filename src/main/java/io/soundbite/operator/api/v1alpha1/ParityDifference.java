package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Where one of two environments is not as the blueprint they share. */
public record ParityDifference(
    @JsonPropertyDescription("Which of the two, as namespace/name.") String environment,
    @JsonPropertyDescription(
            "The resource: stack and id, as Queue/SoundbiteQueue; or a stack as a whole.")
        String resource,
    @JsonPropertyDescription("Path of the field, as /visibility.") String field,
    @JsonPropertyDescription("The blueprint's value.") @Nullable String want,
    @JsonPropertyDescription("The live value.") @Nullable String have) {}
