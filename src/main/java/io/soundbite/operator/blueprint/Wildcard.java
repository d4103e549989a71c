package io.soundbite.operator.blueprint;

import java.util.regex.Pattern;

/**
 * A pattern of IAM: {@code *} stands for any characters, {@code ?} for one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html">Wildcards
 *     in actions</a>
 */
record Wildcard(String regex) {
  /** Returns the pattern that {@code text} is. */
  static Wildcard of(String text) {
    var regex = new StringBuilder();
    text.chars()
        .forEach(
            it ->
                regex.append(
                    switch (it) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(it));
                    }));
    return new Wildcard(regex.toString());
  }

  /** Returns whether {@code value}, as a whole, is of this form. */
  boolean matches(String value) {
    return Pattern.compile(regex, Pattern.DOTALL).matcher(value).matches();
  }

  /** The same where upper and lower case are the same. */
  boolean matchesIgnoringCase(String value) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(value).matches();
  }
}
