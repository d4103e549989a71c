package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.ConfigurationDifference;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.FieldPath;
import io.soundbite.operator.engine.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What two environments declare differently, by field of their specs. */
public final class Configuration {
  /** Lists whose order means something; all others are sets, or lists by name. */
  private static final Set<String> SEQUENCES = Set.of("/processor/command");

  /** A list whose items are told apart by name. */
  private static final String VARIABLES = "/env";

  /** Says how the two belong together, and is no difference between them. */
  private static final String PROMOTION = "promotion";

  private final SortedMap<String, Tree> fields = new TreeMap<>();

  private Configuration() {}

  /**
   * The differences, sorted by path; with the schema's defaults where a spec says nothing. Lists
   * are compared as a whole, environment variables by name.
   *
   * @return values as text of at most 200 characters, null where nothing is declared
   */
  public static List<ConfigurationDifference> between(EnvironmentSpec here, EnvironmentSpec there) {
    var ours = fields(here);
    var theirs = fields(there);
    var paths = new TreeSet<>(ours.keySet());
    paths.addAll(theirs.keySet());
    return paths.stream()
        .filter(path -> !Objects.equals(ours.get(path), theirs.get(path)))
        .map(
            path -> new ConfigurationDifference(path, text(ours.get(path)), text(theirs.get(path))))
        .toList();
  }

  private static Map<String, Tree> fields(EnvironmentSpec spec) {
    var configuration = new Configuration();
    configuration.walk("", ((Tree.Obj) Json.of(spec)).without(PROMOTION));
    return configuration.fields;
  }

  private void walk(String path, Tree value) {
    switch (value) {
      case Tree.Obj(var children) ->
          children.forEach((name, child) -> walk(FieldPath.below(path, name), child));
      case Tree.Arr(var items) when items.isEmpty() -> {}
      case Tree.Arr(var items) when path.equals(VARIABLES) -> items.forEach(this::variable);
      case Tree.Arr(var items) when !SEQUENCES.contains(path) ->
          fields.put(
              path,
              new Tree.Arr(items.stream().sorted(Comparator.comparing(Json::write)).toList()));
      case Tree.Null nothing -> {}
      default -> fields.put(path, value);
    }
  }

  private void variable(Tree item) {
    if (item instanceof Tree.Obj variable) {
      walk(FieldPath.below(VARIABLES, variable.text("name")), variable.without("name"));
    }
  }

  private static @Nullable String text(@Nullable Tree value) {
    return switch (value) {
      case null -> null;
      case Tree.Arr(var items) ->
          Value.text(items.stream().map(Value::text).collect(Collectors.joining(", ", "[", "]")));
      case Tree leaf -> Value.text(leaf);
    };
  }
}
