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
            "How the release fared: RollingOut, Live, Replaced by a later one, or Abandoned before"
                + " it was live.")
        Outcome outcome) {

  /** How a release fared. */
  public enum Outcome {
    @JsonProperty("RollingOut")
    ROLLING_OUT,
    @JsonProperty("Live")
    LIVE,
    @JsonProperty("Replaced")
    REPLACED,
    @JsonProperty("Abandoned")
    ABANDONED
  }
}
