package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What two environments declare differently. */
public record ConfigurationDifference(
    @JsonPropertyDescription("Path in spec, as /logLevel.") String field,
    @JsonPropertyDescription("What this environment declares; absent when it declares nothing.")
        @Nullable String here,
    @JsonPropertyDescription("What the other declares; absent when it declares nothing.")
        @Nullable String there) {}
