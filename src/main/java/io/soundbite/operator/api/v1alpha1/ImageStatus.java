package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * What the tag asked for was resolved to. Kept from when its release begins, so that a tag pushed
 * again changes nothing of what is live.
 */
public record ImageStatus(
    @JsonPropertyDescription("Repository the tag was looked up in: its whole URI.")
        String repository,
    @JsonPropertyDescription("Tag that was looked up.") String tag,
    @JsonPropertyDescription("Digest the tag had then: sha256: and 64 hexadecimal digits.")
        String digest,
    @JsonPropertyDescription(
            "The environment that the repository was taken from, namespace/name: the one in"
                + " spec.promotion.from. Absent when spec.image.repository names the repository, or"
                + " it is the environment's own.")
        @Nullable String from) {

  /** An image of a repository that is the environment's own, or that its spec names. */
  public ImageStatus(String repository, String tag, String digest) {
    this(repository, tag, digest, null);
  }

  /** Returns the same, of a repository that was taken from {@code source}. */
  public ImageStatus takenFrom(@Nullable String source) {
    return new ImageStatus(repository, tag, digest, source);
  }
}
