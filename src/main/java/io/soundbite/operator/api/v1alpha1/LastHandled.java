package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * Which requests made by annotation were last acted on.
 *
 * @param reconcileRequestedAt value of {@code soundbite.io/reconcile-requested-at}
 */
public record LastHandled(
    @Nullable
        @JsonPropertyDescription(
            "Value of the annotation soundbite.io/reconcile-requested-at that was last acted on.")
        String reconcileRequestedAt) {}
