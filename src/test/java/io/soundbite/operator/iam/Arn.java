package io.soundbite.operator.iam;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How IAM compares with {@code *}, any characters, and {@code ?}, one of them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">Resource</a>
 */
final class Arn {
  private static final int SEGMENTS = 6;

  private Arn() {}

  /**
   * Whether {@code resource} is one that {@code pattern} stands for: no wildcard spans segments.
   */
  static boolean matches(String pattern, String resource) {
    if (pattern.equals("*")) {
      return true;
    }
    var patterns = pattern.split(":", SEGMENTS);
    var parts = resource.split(":", SEGMENTS);
    return patterns.length == parts.length
        && IntStream.range(0, parts.length).allMatch(i -> like(patterns[i], parts[i]));
  }

  /** Whether {@code text} is like {@code pattern}. */
  static boolean like(String pattern, String text) {
    var expression =
        pattern
            .chars()
            .mapToObj(
                it ->
                    switch (it) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(it));
                    })
            .collect(Collectors.joining());
    return Pattern.compile(expression, Pattern.DOTALL).matcher(text).matches();
  }
}
