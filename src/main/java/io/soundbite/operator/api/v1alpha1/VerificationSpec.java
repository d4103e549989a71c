package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** How a release is tried out before it goes live. */
public record VerificationSpec(
    @Required
        @JsonPropertyDescription(
            "A Job that is run against the preview Service once the new release is available there."
                + " The release goes live when it succeeds, and is rolled back when it fails."
                + " Required.")
        VerificationJob job) {}
