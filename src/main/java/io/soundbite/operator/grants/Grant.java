package io.soundbite.operator.grants;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One entry of the grants: what namespaces may name in their environments.
 *
 * @param namespaces whose environments it is for
 * @param allowed by key; a key without globs is left out
 */
public record Grant(Glob namespaces, Map<Key, Set<Glob>> allowed) {
  public Grant {
    allowed = Map.copyOf(allowed);
  }

  /** Everything there is to grant. */
  static Grant everything(String namespace) {
    return new Grant(
        new Glob(namespace),
        Arrays.stream(Key.values())
            .collect(Collectors.toMap(Function.identity(), any -> Set.of(Glob.all()))));
  }

  /** What it says of {@code key}. */
  List<Glob> of(Key key) {
    return List.copyOf(allowed.getOrDefault(key, Set.of()));
  }
}
