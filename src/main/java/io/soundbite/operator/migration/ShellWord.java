package io.soundbite.operator.migration;

import java.util.regex.Pattern;

/** Names as words of a shell command: they are others' text, and somebody will paste it. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@=+,][A-Za-z0-9_./:@=+,#-]*");

  private ShellWord() {}

  /** Returns {@code text} as one word, quoted where a shell would read anything into it. */
  public static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
