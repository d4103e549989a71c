package io.soundbite.operator.grants;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern for a name. {@code *} stands for any characters but a slash, none too; alone it stands
 * for everything.
 */
public record Glob(String text) {
  private static final String ALL = "*";

  /** Everything. */
  public static Glob all() {
    return new Glob(ALL);
  }

  /** Whether {@code value}, as a whole, is of this form. */
  public boolean matches(String value) {
    return text.equals(ALL) || regex().matcher(value).matches();
  }

  private Pattern regex() {
    return Pattern.compile(
        Arrays.stream(text.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining("[^/]*")),
        Pattern.DOTALL);
  }
}
