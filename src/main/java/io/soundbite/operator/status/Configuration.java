package io.soundbite.operator.status;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.soundbite.operator.api.v1alpha1.ConfigurationDifference;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What two environments declare. */
public final class Configuration {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Configuration() {}

  /**
   * Where {@code here} is not as {@code there}, but for {@code promotion}, which is of one of them
   * alone. Paths are those of the custom resource's spec, as {@code /alarms/thresholds/QueueDepth}.
   */
  public static List<ConfigurationDifference> between(EnvironmentSpec here, EnvironmentSpec there) {
    var mine = tree(here);
    var theirs = tree(there);
    return Difference.between(beside(mine, theirs), beside(theirs, mine)).stream()
        .map(it -> new ConfigurationDifference(it.path(), text(it.want()), text(it.have())))
        .toList();
  }

  private static Tree.Obj tree(EnvironmentSpec spec) {
    return ((Tree.Obj) Tree.of(declared(MAPPER.convertValue(spec, Map.class))))
        .without("promotion");
  }

  /** Without what is not set. */
  private static Map<String, Object> declared(Map<?, ?> fields) {
    var declared = new TreeMap<String, Object>();
    fields.forEach(
        (name, value) -> {
          var kept = value instanceof Map<?, ?> below ? declared(below) : value;
          if (kept != null && !List.of().equals(kept)) {
            declared.put(String.valueOf(name), kept);
          }
        });
    return declared;
  }

  /** With an empty object where only {@code other} has one, so that leaves meet leaves. */
  private static Tree.Obj beside(Tree.Obj object, Tree.Obj other) {
    var result = object;
    for (var field : other.fields().entrySet()) {
      if (field.getValue() instanceof Tree.Obj below) {
        result = result.with(field.getKey(), beside(object.object(field.getKey()), below));
      }
    }
    return result;
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Tree.Arr(var items) when items.stream().allMatch(Tree.Str.class::isInstance) ->
          items.stream().map(Value::text).collect(Collectors.joining(", "));
      default -> Value.text(value);
    };
  }
}
