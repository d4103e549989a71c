package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A change of release under way. Written before it is acted on. */
public record RolloutStatus(
    @JsonPropertyDescription(
            "Slot that was live before, blue or green; absent for the first release.")
        @Nullable Slot from,
    @JsonPropertyDescription("Slot that takes over, blue or green.") Slot to,
    @JsonPropertyDescription(
            "Name of the ControllerRevision that holds the release which takes over.")
        String revision,
    @JsonPropertyDescription(
            "Where the rollout stands. Filling: the idle slot gets the release and becomes"
                + " available. Verifying: the Job of spec.rollout.verification runs against it."
                + " Overlapping: the live Service selects both slots for spec.rollout.overlap."
                + " Switching: the live Service moves to it. Warm: it is live, and the previous"
                + " release stays ready for spec.rollout.scaleDownDelay.")
        Step step,
    @JsonPropertyDescription("When this step began, RFC 3339.") String since,
    @JsonPropertyDescription(
            "When the slot began to be filled, or began anew, RFC 3339. Deployments and the live"
                + " Service carry it as the annotation soundbite.io/rollout, which makes a former"
                + " leader's late write fail.")
        String started,
    @JsonPropertyDescription(
            "Since when the operator can't act in this step, RFC 3339: it is paused, or the API"
                + " server refuses its writes. Deadlines do not run meanwhile. Absent while it"
                + " can.")
        @Nullable String heldSince,
    @JsonPropertyDescription(
            "From when the deadlines of this step count, RFC 3339: later than since by the time in"
                + " which the operator could not act. Absent when it always could.")
        @Nullable String countedSince,
    @JsonPropertyDescription(
            "metadata.uid of the verification Job that the operator made for this rollout; no other"
                + " Job of that name counts. Absent until it is made.")
        @Nullable String job) {

  /** Makes one in which the operator could always act, and has made no verification Job. */
  public RolloutStatus(
      @Nullable Slot from, Slot to, String revision, Step step, String since, String started) {
    this(from, to, revision, step, since, started, null, null, null);
  }

  /** Returns the same rollout at another step. */
  public RolloutStatus at(Step next, String when) {
    return new RolloutStatus(from, to, revision, next, when, started, null, null, job);
  }

  /** Returns the same with the verification Job of that uid. */
  public RolloutStatus triedBy(String uid) {
    return new RolloutStatus(
        from, to, revision, step, since, started, heldSince, countedSince, uid);
  }

  /**
   * Returns the same with what its deadlines leave out.
   *
   * @param since when the operator became unable to act; null while it can
   * @param counted from when deadlines count; null when that is since the step began
   */
  public RolloutStatus held(@Nullable String since, @Nullable String counted) {
    return new RolloutStatus(from, to, revision, step, this.since, started, since, counted, job);
  }

  /** Where a rollout stands. */
  public enum Step {
    /** The idle slot gets the release and becomes available. */
    @JsonProperty("Filling")
    FILLING,
    /** The Job of {@code spec.rollout.verification} runs against it. */
    @JsonProperty("Verifying")
    VERIFYING,
    /** The live Service selects both slots. */
    @JsonProperty("Overlapping")
    OVERLAPPING,
    /** The live Service moves to it. */
    @JsonProperty("Switching")
    SWITCHING,
    /** It is live; the previous release stays warm. */
    @JsonProperty("Warm")
    WARM;

    /** Returns the name as status has it. */
    public String text() {
      return name().charAt(0) + name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }
  }
}
