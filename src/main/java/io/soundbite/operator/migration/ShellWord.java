package io.soundbite.operator.migration;

import java.util.regex.Pattern;

/** Quotes names for shell commands that users copy: the names are text of others. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@=+,][A-Za-z0-9_./:@=+,#-]*");

  private ShellWord() {}

  /** Returns {@code text} as one word, quoted where a shell would read anything into it. */
  public static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
