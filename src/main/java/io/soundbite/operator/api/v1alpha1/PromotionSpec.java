package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Which environment goes before this one. */
public record PromotionSpec(
    @JsonPropertyDescription(
            "The environment that goes before this one, and that it is compared with: status.parity"
                + " and the condition Parity say whether the two are identical infrastructure on"
                + " live state. Default: none.")
        @Nullable SourceSpec from) {}
