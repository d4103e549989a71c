package io.soundbite.operator.grants;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an environment names without its namespace having been granted it.
 *
 * @param listed whether the grants have an entry for exactly this namespace
 */
public record Ungranted(String namespace, boolean listed, List<Named> named) {
  public Ungranted {
    named = List.copyOf(named);
  }

  /** Whether everything is granted. */
  public boolean isEmpty() {
    return named.isEmpty();
  }

  /** Whether that is so of where the environment is, so that nothing of AWS may be called. */
  public boolean place() {
    return named.stream().anyMatch(Named::isPlace);
  }

  /** Whether that is so of the environment that it is promoted from. */
  public boolean source() {
    return named.stream().anyMatch(it -> it.key() == Key.SOURCES);
  }

  /** Whether that is so of deleting AWS resources. */
  public boolean deletion() {
    return named.stream()
        .anyMatch(it -> it.key() == Key.POLICIES && it.value().equals(Named.DELETE));
  }

  /** What is not granted, and what to add to the grants. */
  public String message() {
    var what = named.stream().map(Named::words).collect(Collectors.joining(", "));
    return "Not granted to namespace %s: %s. Whoever runs the operator can add it to its grants%s."
        .formatted(
            namespace, what, listed ? " of namespace " + namespace + ": " + keys() : ": " + line());
  }

  private String line() {
    return "{namespace: %s, %s}".formatted(namespace, keys());
  }

  private String keys() {
    return Arrays.stream(Key.values()).flatMap(this::key).collect(Collectors.joining(", "));
  }

  private Stream<String> key(Key key) {
    var values =
        named.stream()
            .filter(it -> it.key() == key)
            .map(it -> '"' + it.value() + '"')
            .collect(Collectors.joining(", "));
    return values.isEmpty() ? Stream.empty() : Stream.of(key.text() + ": [" + values + "]");
  }
}
