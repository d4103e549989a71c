package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One step of a plan. */
public record PlanStep(
    @JsonPropertyDescription("Create, Update, Delete, Blocked, or Release for a new release.")
        String action,
    @JsonPropertyDescription("The resource: stack and id, as Queue/SoundbiteQueue.")
        String resource,
    @JsonPropertyDescription(
            "What changes, as /visibility: PT30S -> PT2M10S, or why nothing may be done.")
        @Nullable String detail) {}
