package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * What the tag asked for was resolved to. Kept from when its release begins, so that a tag pushed
 * again changes nothing of what is live.
 */
public record ImageStatus(
    @JsonPropertyDescription("Repository the tag was looked up in: its whole URI.")
        String repository,
    @JsonPropertyDescription("Tag that was looked up.") String tag,
    @JsonPropertyDescription("Digest the tag had then: sha256: and 64 hexadecimal digits.")
        String digest) {}
