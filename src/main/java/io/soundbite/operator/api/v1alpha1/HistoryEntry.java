package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One release that was started, and how it ended. */
public record HistoryEntry(
    @JsonPropertyDescription("Image tag of the release.") String tag,
    @JsonPropertyDescription("Image digest of the release: sha256: and 64 hexadecimal digits.")
        String digest,
    @JsonPropertyDescription(
            "Hash of the application configuration that the release was rendered with.")
        String configHash,
    @JsonPropertyDescription("Name of the ControllerRevision that holds the release.")
        String revision,
    @JsonPropertyDescription("Slot that the release was put in, blue or green.") Slot slot,
    @JsonPropertyDescription("When the release was started, RFC 3339.") String started,
    @JsonPropertyDescription(
            "When the release stopped being live or was given up, RFC 3339; absent until then.")
        @Nullable String ended,
    @JsonPropertyDescription(
            "How the release fared: RollingOut, Live, Replaced by a later one, Abandoned before it"
                + " was live because another was asked for, or RolledBack because it failed.")
        Outcome outcome,
    @JsonPropertyDescription(
            "The metadata.generation that asked for the release; one that was rolled back is not"
                + " tried again before there is another.")
        @Nullable Long generation,
    @JsonPropertyDescription(
            "Name of the Job that tried the release out and succeeded; absent without one.")
        @Nullable String verification,
    @JsonPropertyDescription("Why it was rolled back; absent otherwise.") @Nullable String message,
    @JsonPropertyDescription(
            "Who wrote what asked for the release; absent where that could not be told.")
        @Nullable Requester requested,
    @JsonPropertyDescription(
            "Who approved it; absent where promotion.approval is not Manual or it needed no"
                + " approval.")
        @Nullable Requester approved) {

  /** The same, ended. */
  public HistoryEntry ended(String when, Outcome how, @Nullable String why) {
    return with(when, how, generation, verification, why, requested, approved);
  }

  /** The same, live. */
  public HistoryEntry live() {
    return with(null, Outcome.LIVE, generation, verification, null, requested, approved);
  }

  /** The same, asked for by another generation of the spec. */
  public HistoryEntry askedBy(long other) {
    return with(ended, outcome, other, verification, message, requested, approved);
  }

  /** The same, tried out by {@code job}. */
  public HistoryEntry verifiedBy(String job) {
    return with(ended, outcome, generation, job, message, requested, approved);
  }

  /** The same, with who asked for it and who approved it. */
  public HistoryEntry askedFor(@Nullable Requester requester, @Nullable Requester approver) {
    return with(ended, outcome, generation, verification, message, requester, approver);
  }

  private HistoryEntry with(
      @Nullable String ended,
      Outcome outcome,
      @Nullable Long generation,
      @Nullable String verification,
      @Nullable String message,
      @Nullable Requester requested,
      @Nullable Requester approved) {
    return new HistoryEntry(
        tag,
        digest,
        configHash,
        revision,
        slot,
        started,
        ended,
        outcome,
        generation,
        verification,
        message,
        requested,
        approved);
  }

  /** How a release fared. */
  public enum Outcome {
    @JsonProperty("RollingOut")
    ROLLING_OUT,
    @JsonProperty("Live")
    LIVE,
    @JsonProperty("Replaced")
    REPLACED,
    @JsonProperty("Abandoned")
    ABANDONED,
    @JsonProperty("RolledBack")
    ROLLED_BACK
  }
}
