package io.soundbite.operator.iam;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One action on one pattern of resources, of a statement that allows more perhaps.
 *
 * @param statement its Sid
 */
public record Grant(String statement, String action, String resource, List<Condition> conditions) {
  public Grant {
    conditions = List.copyOf(conditions);
  }

  /** Whether {@code request} is allowed by it. */
  public boolean allows(Request request) {
    return covers(request) && conditions.stream().allMatch(it -> it.holds(request));
  }

  /** The values that a condition key may have; none where no condition asks. */
  public Set<String> values(String key) {
    return conditions.stream()
        .filter(it -> it.key().equals(key))
        .flatMap(it -> it.values().stream())
        .collect(Collectors.toSet());
  }

  /** The same, leaving conditions aside. Actions are compared without regard to case. */
  boolean covers(Request request) {
    return Arn.like(action.toLowerCase(Locale.ROOT), request.action().toLowerCase(Locale.ROOT))
        && Arn.matches(resource, request.resource());
  }

  @Override
  public String toString() {
    return statement + ": " + action + " on " + resource;
  }
}
