package io.soundbite.operator.blueprint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short, stable names for JSON values. */
public final class Hash {
  private static final int BYTES = 6;
  private static final int WIDE = 20;

  private Hash() {}

  /** Twelve hexadecimal digits of the SHA-256 of the canonical text. */
  public static String of(Tree tree) {
    return of(tree, BYTES);
  }

  /**
   * Forty hexadecimal digits of the same, for what somebody may want to find other content for: of
   * two contents that both are theirs to choose, too.
   */
  public static String wide(Tree tree) {
    return of(tree, WIDE);
  }

  private static String of(Tree tree, int bytes) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(Json.write(tree).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
