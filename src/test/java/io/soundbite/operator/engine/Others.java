package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Tree;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Another value for a field: one that the table has for its place, since services take only some,
 * or any other of its type.
 */
public final class Others {
  private final Map<String, List<UnaryOperator<Object>>> table = new HashMap<>();
  private final Map<String, Map.Entry<String, ?>> entries = new HashMap<>();
  private final Set<String> used = new HashSet<>();

  /**
   * At {@code place} each of {@code values} instead of what is there.
   *
   * @param place whole, or with a star for all that comes before
   */
  public Others at(String place, Object... values) {
    table.put(place, Stream.of(values).<UnaryOperator<Object>>map(value -> any -> value).toList());
    return this;
  }

  /** At {@code place} what {@code change} makes of what is there. */
  public Others changed(String place, UnaryOperator<Object> change) {
    table.put(place, List.of(change));
    return this;
  }

  /** In the map at {@code place} one entry more. */
  public Others added(String place, String key, Object value) {
    entries.put(place, Map.entry(key, value));
    return this;
  }

  /** Places of the table that nothing has been asked for, which can go. */
  public Set<String> unused() {
    var rest = new HashSet<>(table.keySet());
    rest.addAll(entries.keySet());
    rest.removeAll(used);
    return rest;
  }

  /** An entry that is not in {@code map}. */
  Map.Entry<String, ?> entry(String place, Map<String, ?> map) {
    return found(entries, place)
        .orElseGet(
            () ->
                Map.entry(
                    "strangers",
                    map.values().stream().findFirst().orElseThrow(() -> missing(place, map))));
  }

  /** An entry for the list at {@code place}, if the table has one. */
  Optional<Map.Entry<String, ?>> more(String place) {
    return found(entries, place).map(it -> it);
  }

  /** Values other than {@code value}; null is a field that is not there. */
  List<Object> than(String place, @Nullable Object value) {
    return found(table, place)
        .map(changes -> changes.stream().map(change -> change.apply(value)).toList())
        .orElseGet(() -> List.of(another(place, value)));
  }

  /** What is said of {@code place}, or of the longest end of it. */
  private <T> Optional<T> found(Map<String, T> said, String place) {
    var key =
        said.keySet().stream()
            .filter(
                it -> it.equals(place) || (it.startsWith("*") && place.endsWith(it.substring(1))))
            .max(Comparator.comparing(String::length));
    key.ifPresent(used::add);
    return key.map(said::get);
  }

  private static Object another(String place, @Nullable Object value) {
    return switch (value) {
      case Boolean flag -> !flag;
      case Integer number -> number + 1;
      case BigDecimal number -> number.add(BigDecimal.ONE);
      case Duration time -> time.plusSeconds(1);
      case String text -> text + "-x";
      case Tree.Bool(var flag) -> new Tree.Bool(!flag);
      case Tree.Num(var number) -> new Tree.Num(number.add(BigDecimal.ONE));
      case Tree.Str(var text) -> new Tree.Str(text + "-x");
      case Tree.Arr(var items) when items.size() > 1 ->
          new Tree.Arr(items.subList(0, items.size() - 1));
      case null, default -> throw missing(place, value);
    };
  }

  private static AssertionError missing(String place, @Nullable Object value) {
    return new AssertionError("say in the table what " + place + " may be instead of " + value);
  }
}
