package io.soundbite.operator.engine;

import org.jspecify.annotations.Nullable;

/**
 * Two values that differ, as people read them. Of long ones that are alike for long, as a
 * dashboard's widgets, the part is shown where the difference begins.
 */
public record Contrast(String want, String have) {
  /** How much of what is alike is shown before the difference. */
  private static final int BEFORE = 40;

  /** Texts of at most 200 characters; {@code (none)} for what is not there. */
  public static Contrast of(@Nullable Object want, @Nullable Object have) {
    var one = Value.plain(want);
    var other = Value.plain(have);
    var alike = alike(one, other);
    var fits = Math.max(one.length(), other.length()) <= Value.LONGEST;
    var from = fits || alike + BEFORE < Value.LONGEST ? 0 : alike - BEFORE;
    return new Contrast(Value.part(one, from), Value.part(other, from));
  }

  private static int alike(String one, String other) {
    var shorter = Math.min(one.length(), other.length());
    var at = 0;
    while (at < shorter && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }
}
