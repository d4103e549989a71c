package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * Which requests made by annotation were last acted on.
 *
 * @param reconcileRequestedAt value of {@code soundbite.io/reconcile-requested-at}
 * @param apply value of {@code soundbite.io/apply}
 * @param recreate value of {@code soundbite.io/recreate}
 * @param approve value of {@code soundbite.io/approve}
 * @param redrive value of {@code soundbite.io/redrive}
 * @param reject value of {@code soundbite.io/reject}
 */
public record LastHandled(
    @Nullable
        @JsonPropertyDescription(
            "Value of the annotation soundbite.io/reconcile-requested-at that was last acted on.")
        String reconcileRequestedAt,
    @Nullable
        @JsonPropertyDescription(
            "Value of the annotation soundbite.io/apply that was last acted on or refused.")
        String apply,
    @Nullable
        @JsonPropertyDescription(
            "Value of the annotation soundbite.io/recreate that was last acted on or refused.")
        String recreate,
    @Nullable
        @JsonPropertyDescription(
            "Value of the annotation soundbite.io/approve that last opened a gate or was refused.")
        String approve,
    @Nullable
        @JsonPropertyDescription(
            "Value of the annotation soundbite.io/redrive that was last acted on.")
        String redrive,
    @Nullable
        @JsonPropertyDescription(
            "Value of the annotation soundbite.io/reject that was last acted on or refused.")
        String reject) {
  /** The same, with another plan. */
  public LastHandled withApply(@Nullable String other) {
    return new LastHandled(reconcileRequestedAt, other, recreate, approve, redrive, reject);
  }

  /** The same, with another redrive. */
  public LastHandled withRedrive(@Nullable String other) {
    return new LastHandled(reconcileRequestedAt, apply, recreate, approve, other, reject);
  }

  /** Nothing yet. */
  public static LastHandled none() {
    return new LastHandled(null, null, null, null, null, null);
  }
}
