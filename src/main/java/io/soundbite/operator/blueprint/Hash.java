package io.soundbite.operator.blueprint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short, stable names for JSON values. */
public final class Hash {
  private static final int BYTES = 6;

  private Hash() {}

  /** Twelve hexadecimal digits of the SHA-256 of the canonical text. */
  public static String of(Tree tree) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(Json.write(tree).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
