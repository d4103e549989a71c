package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One release that was started, and how it ended.
 *
 * @param started RFC 3339
 * @param ended when it stopped being live or was given up, RFC 3339; absent while it is live
 */
public record HistoryEntry(
    String tag,
    String digest,
    String configHash,
    String revision,
    Slot slot,
    String started,
    @Nullable String ended,
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
