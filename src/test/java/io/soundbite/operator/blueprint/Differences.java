package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.FieldDiff;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where two blueprints differ, as {@code <id>:<path>}; a resource's own name has the path {@code
 * name}. Lists of the same length are compared by element.
 */
final class Differences {
  private Differences() {}

  /** The differences; fails when the sets of resources differ. */
  static Set<String> between(List<Desired> one, List<Desired> other) {
    var others = byId(other);
    assertThat(others.keySet()).isEqualTo(byId(one).keySet());
    var found = new TreeSet<String>();
    for (var want : one) {
      var key = want.key();
      var have = others.get(key.id());
      assertThat(have.key().stack()).isEqualTo(key.stack());
      if (!have.key().name().equals(key.name())) {
        found.add(key.id() + ":name");
      }
      Difference.between(want, have).stream()
          .flatMap(Differences::paths)
          .forEach(path -> found.add(key.id() + ":" + path));
    }
    return found;
  }

  private static Map<String, Desired> byId(List<Desired> resources) {
    return resources.stream()
        .collect(Collectors.toMap(resource -> resource.key().id(), Function.identity()));
  }

  private static Stream<String> paths(FieldDiff diff) {
    return diff.want() instanceof Tree want && diff.have() instanceof Tree have
        ? within(diff.path(), want, have)
        : Stream.of(diff.path());
  }

  private static Stream<String> within(String path, Tree want, Tree have) {
    if (want.equals(have)) {
      return Stream.empty();
    }
    if (want instanceof Tree.Arr(var ones)
        && have instanceof Tree.Arr(var others)
        && ones.size() == others.size()) {
      return Stream.iterate(0, i -> i < ones.size(), i -> i + 1)
          .flatMap(i -> within(path + "/" + i, ones.get(i), others.get(i)));
    }
    if (want instanceof Tree.Obj(var ones) && have instanceof Tree.Obj(var others)) {
      var names = new TreeSet<>(ones.keySet());
      names.addAll(others.keySet());
      return names.stream()
          .flatMap(
              name -> {
                var below = path + "/" + name.replace("~", "~0").replace("/", "~1");
                return ones.containsKey(name) && others.containsKey(name)
                    ? within(below, ones.get(name), others.get(name))
                    : Stream.of(below);
              });
    }
    return Stream.of(path);
  }
}
