package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A release that goes forward again only through the gates. */
public record RejectedEntry(
    @JsonPropertyDescription("Image tag of the release, for people.") String tag,
    @JsonPropertyDescription("Image digest of the release: sha256: and 64 hexadecimal digits.")
        String digest,
    @JsonPropertyDescription(
            "Name of the ControllerRevision, where only this configuration of the image is"
                + " rejected; absent when the image is.")
        @Nullable String revision,
    @JsonPropertyDescription("Since when it is rejected, RFC 3339.") String since,
    @JsonPropertyDescription(
            "What rejected it. Rollback: it was live, and the spec went back to a release before"
                + " it. Failure: it was rolled back by itself. Request: the annotation"
                + " soundbite.io/reject.")
        Cause cause,
    @JsonPropertyDescription("Why it was rejected.") String message) {

  /** What rejected a release. */
  public enum Cause {
    @JsonProperty("Rollback")
    ROLLBACK,
    @JsonProperty("Failure")
    FAILURE,
    @JsonProperty("Request")
    REQUEST
  }

  /** Returns whether no configuration of the image may pass. */
  public boolean coversImage() {
    return revision == null;
  }

  /**
   * Returns whether the release of {@code digest} is rejected.
   *
   * @param name of its revision; empty where only its image is known
   */
  public boolean applies(String digest, Optional<String> name) {
    return this.digest.equals(digest)
        && (coversImage() || name.filter(it -> it.equals(revision)).isPresent());
  }

  /** Returns whether {@code other} rejects the same image or the same revision. */
  public boolean isOfSame(RejectedEntry other) {
    return digest.equals(other.digest) && Objects.equals(revision, other.revision);
  }

  /** Returns whether it was rejected after {@code moment}. */
  public boolean isAfter(Instant moment) {
    return Instant.parse(since).isAfter(moment);
  }
}
