package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One field that is not as declared. */
public record DriftEntry(
    @JsonPropertyDescription("Name of the stack, as SoundBite-staging-Queue.") String stack,
    @JsonPropertyDescription("The resource: stack and id, as Queue/SoundbiteQueue.")
        String resource,
    @JsonPropertyDescription(
            "Path of the field, as /redrive/maxReceives; / when the resource as a whole is gone.")
        String field,
    @JsonPropertyDescription("The declared value; absent when the field should not be there.")
        @Nullable String want,
    @JsonPropertyDescription("The value that was found; absent when there is none.")
        @Nullable String have,
    @JsonPropertyDescription("When it was found first, RFC 3339.") String since,
    @JsonPropertyDescription(
            "What is done about it. Heal: it is being put right. Plan: it waits for the annotation"
                + " soundbite.io/apply. Paused: it waits for soundbite.io/paused to go. Otherwise"
                + " the reason why nothing is done: Contested, DataLoss, Immutable, Downgrade, or"
                + " what a write was refused with, as AdmissionDenied.")
        String action) {}
