package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Tree;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of fields as people read them, in drift entries and plans. */
public final class Value {
  static final int LONGEST = 200;

  private Value() {}

  /** As text of at most 200 characters; {@code (none)} for what is not there. */
  public static String text(@Nullable Object value) {
    return part(whole(value), 0);
  }

  /** Of {@code text} what can be shown, from {@code from} on. */
  static String part(String text, int from) {
    var rest = from == 0 ? text : "…" + text.substring(from + 1);
    return rest.length() <= LONGEST ? rest : rest.substring(0, LONGEST - 1) + "…";
  }

  /** The same, as long as it is: two values that differ have different texts. */
  static String whole(@Nullable Object value) {
    return switch (value) {
      case null -> "(none)";
      case Optional<?> optional -> whole(optional.orElse(null));
      case Policy policy -> policy.json();
      case Tree.Str(var text) -> text;
      case Tree tree -> Json.write(tree);
      case Map<?, ?> map ->
          new TreeMap<>(map)
              .entrySet().stream()
                  .map(entry -> entry.getKey() + ": " + whole(entry.getValue()))
                  .collect(Collectors.joining(", ", "{", "}"));
      case Collection<?> items ->
          items.stream().map(Value::whole).sorted().collect(Collectors.joining(", ", "[", "]"));
      case Record record ->
          Arrays.stream(record.getClass().getRecordComponents())
              .map(it -> it.getName() + ": " + whole(Components.value(it, record)))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> value.toString();
    };
  }
}
