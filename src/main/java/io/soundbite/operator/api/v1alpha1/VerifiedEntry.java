package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A time in which an environment held Ready with a release. */
public record VerifiedEntry(
    @JsonPropertyDescription("Image tag of the release.") String tag,
    @JsonPropertyDescription("Image digest of the release: sha256: and 64 hexadecimal digits.")
        String digest,
    @JsonPropertyDescription(
            "Hash of the application configuration that the release was rendered with.")
        String configHash,
    @JsonPropertyDescription("Hash of the blueprint that the environment was brought to.")
        String shapeHash,
    @JsonPropertyDescription("Since when it was verified, RFC 3339.") String since,
    @JsonPropertyDescription(
            "When the environment was found to run something else, RFC 3339; absent until then.")
        @Nullable String until) {}
