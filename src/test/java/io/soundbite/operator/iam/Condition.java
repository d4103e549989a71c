package io.soundbite.operator.iam;

import java.util.Set;

/**
 * A condition of a statement.
 *
 * @param operator {@code StringEquals} or {@code StringLike}
 * @param key {@code iam:PermissionsBoundary}
 * @param values one of which must be
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
 *     operators</a>
 */
record Condition(String operator, String key, Set<String> values) {
  Condition {
    values = Set.copyOf(values);
  }

  /** A key that the request does not have holds nothing. */
  boolean holds(Request request) {
    var value = request.context().get(key);
    return value != null
        && switch (operator) {
          case "StringEquals" -> values.contains(value);
          case "StringLike" -> values.stream().anyMatch(it -> Arn.like(it, value));
          default -> throw new IllegalArgumentException("cannot judge " + operator);
        };
  }
}
