package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.RejectedEntry.Cause;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the annotation {@code soundbite.io/reject} asks for: that an image is rejected, or that its
 * rejection is revoked.
 *
 * @param since which rejection of the image is revoked; empty for all
 * @param reason in words, possibly none
 */
public record RejectionRequest(
    boolean revoke, String tag, String digest, Optional<String> since, String reason) {
  /** What a value must be, for people. */
  public static final String FORM =
      "<tag>@sha256:<64 hexadecimal digits> of a release that this environment knows, a space and a"
          + " reason behind it if you like, or \"revoke \" before it";

  private static final int LONGEST_REASON = 500;

  private static final Pattern VALUE =
      Pattern.compile(
          "(revoke )?([A-Za-z0-9_][A-Za-z0-9._-]*)@(sha256:[0-9a-f]{64})(?:~(\\S+))?(?: (.*))?",
          Pattern.DOTALL);

  /** Reads the value of the annotation; empty when it asks for nothing that can be done. */
  public static Optional<RejectionRequest> parse(String value) {
    var match = VALUE.matcher(value);
    return match.matches()
        ? Optional.of(
            new RejectionRequest(
                match.group(1) != null,
                match.group(2),
                match.group(3),
                Optional.ofNullable(match.group(4)),
                Optional.ofNullable(match.group(5)).map(String::strip).orElse("")))
        : Optional.empty();
  }

  /** Asks for {@code digest} to be rejected. */
  public static RejectionRequest of(String tag, String digest, String reason) {
    return new RejectionRequest(false, tag, digest, Optional.empty(), reason);
  }

  /** Asks for {@code rejection} to be revoked. */
  public static RejectionRequest revoking(RejectedEntry rejection) {
    return new RejectionRequest(
        true, rejection.tag(), rejection.digest(), Optional.of(rejection.since()), "");
  }

  /** Returns the request that takes this one back. */
  public RejectionRequest revoked() {
    return new RejectionRequest(true, tag, digest, Optional.empty(), "");
  }

  /** Returns whether {@code entry} rejects the image. */
  public boolean isOf(RejectedEntry entry) {
    return entry.coversImage() && entry.digest().equals(digest);
  }

  /** Returns what is rejected once it was handled. */
  public Rejections in(Rejections rejections, Instant now) {
    return revoke
        ? rejections.without(this::isRevoked)
        : rejections.with(
            new RejectedEntry(tag, digest, null, now.toString(), Cause.REQUEST, message()));
  }

  private boolean isRevoked(RejectedEntry entry) {
    return entry.digest().equals(digest) && since.filter(it -> !it.equals(entry.since())).isEmpty();
  }

  private String message() {
    var words = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    return words.isEmpty() ? "Somebody asked for that." : "Somebody asked for that: " + words;
  }

  /** Returns the value of the annotation. */
  @Override
  public String toString() {
    return (revoke ? "revoke " : "")
        + Annotations.image(tag, digest)
        + since.map("~"::concat).orElse("")
        + (reason.isEmpty() ? "" : " " + reason);
  }
}
