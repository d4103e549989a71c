package io.soundbite.operator.api.v1alpha1;

/**
 * The release that the live Service selects.
 *
 * @param digest {@code sha256:...}
 * @param shortDigest the first twelve hexadecimal digits, for people
 * @param configHash of the application configuration the release was rendered with
 * @param revision name of the ControllerRevision that holds it
 * @param since when it went live, RFC 3339
 */
public record ReleaseStatus(
    String tag,
    String digest,
    String shortDigest,
    String configHash,
    String revision,
    Slot slot,
    String since) {}
