package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Immutable;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.blueprint.Unwrapped;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every way in which one field of a resource can differ, found by walking its record: each value
 * changed, what may be absent gone, what is absent there, each entry of a map or set gone and one
 * added.
 */
public final class Mutations {
  private final Others others;

  public Mutations(Others others) {
    this.others = others;
  }

  /** All of {@code want}. */
  public List<Mutation> of(Desired want) {
    return record("", (Record) want)
        .map(
            part ->
                new Mutation(
                    part.place(),
                    part.kind(),
                    (Desired) part.left(),
                    new FieldDiff(part.path(), part.want(), part.have(), nature(part, want))))
        .toList();
  }

  /** Which fields protect is tested with the difference itself. */
  private static FieldDiff.Nature nature(Part part, Desired want) {
    if (part.immutable()) {
      return FieldDiff.Nature.IMMUTABLE;
    }
    return Difference.between(want, (Desired) part.left()).stream()
        .findFirst()
        .map(FieldDiff::nature)
        .orElse(FieldDiff.Nature.PLAIN);
  }

  private Stream<Part> record(String path, Record record) {
    return Stream.of(record.getClass().getRecordComponents())
        .filter(component -> !component.getType().equals(Key.class))
        .flatMap(component -> component(path, record, component));
  }

  private Stream<Part> component(String path, Record record, RecordComponent component) {
    var place = ComponentPlaces.place(component);
    var unwrapped = component.isAnnotationPresent(Unwrapped.class);
    var below = unwrapped ? path : path + "/" + component.getName();
    var value = Records.value(record, component);
    var nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    // At the top a null is unmanaged.
    if (value == null && nullable && path.isEmpty()) {
      return Stream.of();
    }
    var parts = value == null ? absent(place, below) : value(place, below, value);
    var droppable = value != null && !path.isEmpty() && nullable;
    return Stream.concat(
            parts, droppable ? Stream.of(Part.gone(place, below, null, value)) : Stream.of())
        .map(part -> part.in(left -> Records.with(record, component, left)))
        .map(part -> part.fixed(component.isAnnotationPresent(Immutable.class)));
  }

  @SuppressWarnings("unchecked") // maps are by name
  private Stream<Part> value(String place, String path, Object value) {
    return switch (value) {
      case Optional<?> optional when optional.isEmpty() ->
          absent(place, path).map(part -> part.in(Optional::of));
      case Optional<?> optional ->
          Stream.concat(
              Stream.of(Part.gone(place, path, Optional.empty(), optional.get())),
              value(place, path, optional.get()).map(part -> part.in(Optional::of)));
      case Map<?, ?> map -> entries(place, path, (Map<String, Object>) map);
      case Set<?> set -> items(place, path, set);
      case Tree tree -> new TreeParts(others).of(place, path, tree);
      case Record record -> record(path, record);
      default ->
          others.than(place, value).stream().map(other -> Part.changed(place, path, value, other));
    };
  }

  private Stream<Part> absent(String place, String path) {
    return others.than(place, null).stream().map(other -> Part.added(place, path, other, other));
  }

  private Stream<Part> entries(String place, String path, Map<String, Object> map) {
    var there =
        map.keySet().stream()
            .sorted()
            .flatMap(
                key ->
                    Stream.concat(
                            value(place, Part.step(path, key), map.get(key)),
                            Stream.of(Part.gone(place, Part.step(path, key), null, map.get(key))))
                        .map(part -> part.in(left -> with(map, key, left))));
    return Stream.concat(there, Stream.of(one(place, path, map)));
  }

  private Part one(String place, String path, Map<String, Object> map) {
    var entry = others.entry(place, map);
    return Part.added(
        place,
        Part.step(path, entry.getKey()),
        with(map, entry.getKey(), entry.getValue()),
        entry.getValue());
  }

  private Stream<Part> items(String place, String path, Set<?> set) {
    var less =
        set.stream().sorted().map(item -> Part.changed(place, path, set, without(set, item)));
    var more =
        others.than(place, set).stream()
            .map(item -> Part.changed(place, path, set, and(set, item)));
    return Stream.concat(less, more);
  }

  private static Map<String, Object> with(
      Map<String, Object> map, String key, @Nullable Object value) {
    var copy = new HashMap<>(map);
    if (value == null) {
      copy.remove(key);
    } else {
      copy.put(key, value);
    }
    return copy;
  }

  private static Set<Object> without(Set<?> set, Object item) {
    var copy = new HashSet<Object>(set);
    copy.remove(item);
    return copy;
  }

  private static Set<Object> and(Set<?> set, Object item) {
    var copy = new HashSet<Object>(set);
    copy.add(item);
    return copy;
  }
}
