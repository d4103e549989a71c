package io.soundbite.operator.blueprint;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An immutable JSON value in canonical form: keys sorted, numbers by value. */
public sealed interface Tree {

  /** An object. */
  record Obj(SortedMap<String, Tree> fields) implements Tree {
    public Obj {
      fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** The field, or null when there is none. */
    public @Nullable Tree get(String field) {
      return fields.get(field);
    }

    /** The field's text; empty text when it has none. */
    public String text(String field) {
      return get(field) instanceof Str(var value) ? value : "";
    }

    /** The object in the field; an empty one when there is none. */
    public Obj object(String field) {
      return get(field) instanceof Obj object ? object : obj();
    }

    /** The objects of the list in the field; none when it is no list. */
    public Stream<Obj> items(String field) {
      return switch (get(field)) {
        case Arr(var items) -> items.stream().filter(Obj.class::isInstance).map(Obj.class::cast);
        case Keyed(var items) ->
            items.values().stream().filter(Obj.class::isInstance).map(Obj.class::cast);
        case null, default -> Stream.of();
      };
    }

    /** A copy with one field set. */
    public Obj with(String field, Tree value) {
      var copy = new TreeMap<>(fields);
      copy.put(field, value);
      return new Obj(copy);
    }

    /** A copy without one field. */
    public Obj without(String field) {
      var copy = new TreeMap<>(fields);
      copy.remove(field);
      return new Obj(copy);
    }
  }

  /** An array, in order. */
  record Arr(List<Tree> items) implements Tree {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /**
   * An array whose elements have names. Elements are addressed and compared by key; their order is
   * kept, and means nothing.
   */
  record Keyed(Map<String, Tree> items) implements Tree {
    public Keyed {
      items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
    }
  }

  /** A string. */
  record Str(String value) implements Tree {}

  /** A number; {@code 1} and {@code 1.0} are the same. */
  record Num(BigDecimal value) implements Tree {
    public Num {
      value = value.stripTrailingZeros();
      value = value.scale() < 0 ? value.setScale(0) : value;
    }
  }

  /** True or false. */
  record Bool(boolean value) implements Tree {}

  /** JSON's null. */
  record Null() implements Tree {}

  /**
   * From plain Java values: maps, collections, strings, numbers, booleans, null, or trees.
   *
   * @throws IllegalArgumentException when the value is of another type
   */
  static Tree of(@Nullable Object value) {
    return switch (value) {
      case null -> new Null();
      case Tree tree -> tree;
      case Map<?, ?> map -> {
        var fields = new TreeMap<String, Tree>();
        map.forEach((key, item) -> fields.put(String.valueOf(key), of(item)));
        yield new Obj(fields);
      }
      case Collection<?> items -> {
        var list = new ArrayList<Tree>();
        items.forEach(item -> list.add(of(item)));
        yield new Arr(list);
      }
      case CharSequence text -> new Str(text.toString());
      case Boolean flag -> new Bool(flag);
      case Number number -> new Num(new BigDecimal(number.toString()));
      default -> throw new IllegalArgumentException("no JSON form: " + value.getClass());
    };
  }

  /** An object from keys and values in turn; a value may be anything {@link #of} takes. */
  static Obj obj(Object... keysAndValues) {
    var fields = new TreeMap<String, Tree>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put((String) keysAndValues[i], of(keysAndValues[i + 1]));
    }
    return new Obj(fields);
  }

  /** An array of anything {@link #of} takes. */
  static Arr arr(Object... items) {
    return (Arr) of(List.of(items));
  }

  /** The inverse of {@link #of}: maps, lists, strings, numbers, booleans, null. */
  default @Nullable Object plain() {
    return switch (this) {
      case Obj(var fields) -> {
        var map = new TreeMap<String, @Nullable Object>();
        fields.forEach((key, value) -> map.put(key, value.plain()));
        yield map;
      }
      case Arr(var items) -> {
        var list = new ArrayList<@Nullable Object>();
        items.forEach(item -> list.add(item.plain()));
        yield list;
      }
      case Keyed(var items) -> new Arr(List.copyOf(items.values())).plain();
      case Str(var value) -> value;
      case Num(var value) -> value.scale() <= 0 ? (Object) value.longValueExact() : value;
      case Bool(var value) -> value;
      case Null() -> null;
    };
  }

  /** Each direct child replaced by {@code change}; a leaf is itself. */
  default Tree map(Function<Tree, Tree> change) {
    return switch (this) {
      case Obj(var fields) -> {
        var copy = new TreeMap<String, Tree>();
        fields.forEach((key, value) -> copy.put(key, change.apply(value)));
        yield new Obj(copy);
      }
      case Arr(var items) -> new Arr(items.stream().map(change).toList());
      case Keyed(var items) -> {
        var copy = new LinkedHashMap<String, Tree>();
        items.forEach((key, value) -> copy.put(key, change.apply(value)));
        yield new Keyed(copy);
      }
      default -> this;
    };
  }
}
