package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Tree;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of fields as people read them, in drift entries and plans. */
public final class Value {
  static final int LONGEST = 200;

  private Value() {}

  /** As text of at most 200 characters; {@code (none)} for what is not there. */
  public static String text(@Nullable Object value) {
    return part(plain(value), 0);
  }

  /** Of {@code text} what can be shown, from {@code from} on. */
  static String part(String text, int from) {
    var rest = from == 0 ? text : "…" + text.substring(whole(text, from + 1));
    return rest.length() <= LONGEST ? rest : rest.substring(0, whole(rest, LONGEST - 1)) + "…";
  }

  /** Never in the middle of a surrogate pair: half of one would not be read back as written. */
  private static int whole(String text, int at) {
    return Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }

  /** People need no quotes around what is a text as a whole. */
  static String plain(@Nullable Object value) {
    return switch (value) {
      case Optional<?> optional -> plain(optional.orElse(null));
      case Tree.Str(var text) -> text;
      case String text -> text;
      case null, default -> whole(value);
    };
  }

  /** As long as it is, texts in quotes: two values that differ have different texts. */
  static String whole(@Nullable Object value) {
    return switch (value) {
      case null -> "(none)";
      case Optional<?> optional -> whole(optional.orElse(null));
      case Policy policy -> policy.json();
      case Tree tree -> Json.write(ordered(tree));
      case String text -> Json.write(new Tree.Str(text));
      case Map<?, ?> map ->
          new TreeMap<>(map)
              .entrySet().stream()
                  .map(entry -> whole(entry.getKey()) + ": " + whole(entry.getValue()))
                  .collect(Collectors.joining(", ", "{", "}"));
      case Set<?> items ->
          items.stream().map(Value::whole).sorted().collect(Collectors.joining(", ", "[", "]"));
      case Record record ->
          Arrays.stream(record.getClass().getRecordComponents())
              .map(it -> it.getName() + ": " + whole(Components.value(it, record)))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> value.toString();
    };
  }

  /** Lists by name have no order. */
  private static Tree ordered(Tree tree) {
    return (tree instanceof Tree.Keyed(var items) ? new Tree.Keyed(new TreeMap<>(items)) : tree)
        .map(Value::ordered);
  }
}
