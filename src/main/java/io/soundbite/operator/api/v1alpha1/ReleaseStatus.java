package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The release that the live Service selects. */
public record ReleaseStatus(
    @JsonPropertyDescription("Image tag of the live release.") String tag,
    @JsonPropertyDescription("Image digest of the live release: sha256: and 64 hexadecimal digits.")
        String digest,
    @JsonPropertyDescription("The first twelve hexadecimal digits of digest, for people.")
        String shortDigest,
    @JsonPropertyDescription(
            "Hash of the application configuration that the release was rendered with.")
        String configHash,
    @JsonPropertyDescription("Name of the ControllerRevision that holds the release.")
        String revision,
    @JsonPropertyDescription("Slot that the release runs in, blue or green.") Slot slot,
    @JsonPropertyDescription("When the release went live, RFC 3339.") String since) {}
