package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A change of release under way. Written before it is acted on.
 *
 * @param from the slot that was live; absent for the first release
 * @param to the slot that takes over
 * @param revision name of the ControllerRevision that {@code to} gets
 * @param since when the step began, RFC 3339
 */
public record RolloutStatus(
    @Nullable Slot from, Slot to, String revision, Step step, String since) {

  /** Where a rollout stands. */
  public enum Step {
    /** The idle slot gets the release and becomes available. */
    @JsonProperty("Filling")
    FILLING,
    /** The live Service moves to it. */
    @JsonProperty("Switching")
    SWITCHING,
    /** It is live; the previous release stays warm. */
    @JsonProperty("Warm")
    WARM
  }
}
