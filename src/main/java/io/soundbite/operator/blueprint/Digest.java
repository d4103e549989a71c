package io.soundbite.operator.blueprint;

/** Image digests as people read them. */
public final class Digest {
  /** As many digits as status.release.shortDigest has. */
  private static final int SHOWN = 12;

  private Digest() {}

  /** The first digits of {@code digest}, which begins with its algorithm. */
  public static String brief(String digest) {
    var hex = digest.substring(digest.indexOf(':') + 1);
    return hex.substring(0, Math.min(SHOWN, hex.length()));
  }
}
