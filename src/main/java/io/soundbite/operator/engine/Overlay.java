package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Tree;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lays some fields of what is there over what is wanted. Many writes are of whole documents
 * (PutMetricAlarm, server-side apply): what must be left as it is has to be part of them.
 *
 * @param paths each stands for everything below it
 */
record Overlay(Set<String> paths) {

  /** {@code want}, but for the fields at the paths, which are as in {@code have}. */
  Desired of(Desired want, Desired have) {
    return paths.isEmpty() ? want : (Desired) record("", (Record) want, (Record) have);
  }

  private @Nullable Object value(String path, @Nullable Object want, @Nullable Object have) {
    if (covers(path)) {
      return have;
    }
    if (paths.stream().noneMatch(it -> it.startsWith(path + "/"))) {
      return want;
    }
    if (want == null && have instanceof Tree.Obj(var others)) {
      Map<String, Tree> part = map(path, Map.of(), others);
      return part.isEmpty() ? null : new Tree.Obj(new TreeMap<>(part));
    }
    return switch (want) {
      case Tree.Obj(var fields) when have instanceof Tree.Obj(var others) ->
          new Tree.Obj(new TreeMap<>(map(path, fields, others)));
      case Tree.Keyed(var items) when have instanceof Tree.Keyed(var others) ->
          new Tree.Keyed(map(path, items, others));
      case Tree tree -> tree;
      case Record record
          when have instanceof Record other && record.getClass() == have.getClass() ->
          record(path, record, other);
      case Optional<?> optional when have instanceof Optional<?> other && optional.isPresent() ->
          Optional.ofNullable(value(path, optional.get(), other.orElse(null)));
      case Map<?, ?> map when have instanceof Map<?, ?> others -> map(path, map, others);
      case null, default -> want;
    };
  }

  private boolean covers(String path) {
    return paths.stream().anyMatch(it -> FieldPath.isWithin(path, it));
  }

  @SuppressWarnings("unchecked") // both hold values of one component
  private <V> Map<String, V> map(String path, Map<?, ?> want, Map<?, ?> have) {
    var names = new LinkedHashSet<Object>(want.keySet());
    names.addAll(have.keySet());
    var laid = new LinkedHashMap<String, V>();
    for (var name : names) {
      var below = FieldPath.below(path, (String) name);
      var value = value(below, want.get(name), have.get(name));
      if (value != null) {
        laid.put((String) name, (V) value);
      }
    }
    return laid;
  }

  private Record record(String path, Record want, Record have) {
    var components = want.getClass().getRecordComponents();
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    var values =
        Arrays.stream(components)
            .map(component -> component(path, component, want, have))
            .toArray();
    try {
      return want.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(want.getClass() + " can't be made", e);
    }
  }

  private @Nullable Object component(
      String path, RecordComponent component, Record want, Record have) {
    var wanted = Components.value(component, want);
    var observed = Components.value(component, have);
    if (component.getType().equals(Key.class) || Components.silent(path, component, observed)) {
      return wanted;
    }
    return value(Components.path(path, component), wanted, observed);
  }
}
