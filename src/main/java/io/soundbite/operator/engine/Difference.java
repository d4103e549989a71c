package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Immutable;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.blueprint.Unwrapped;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The structural difference of two records of one type, by component: walks records, maps and JSON
 * objects, and compares everything else as a whole. Paths are those of ignore rules, drift and
 * plans.
 *
 * <p>A component declared nullable that is null is unmanaged (desired) or Unobservable (observed):
 * no difference. Absence is an empty Optional.
 */
public final class Difference {
  private final List<FieldDiff> found = new ArrayList<>();

  private Difference() {}

  /** Where {@code have} is not as {@code want}; empty when nothing differs. */
  public static List<FieldDiff> between(Desired want, Desired have) {
    if (want.getClass() != have.getClass()) {
      throw new IllegalArgumentException(want.getClass() + " against " + have.getClass());
    }
    var difference = new Difference();
    for (var component : want.getClass().getRecordComponents()) {
      if (!component.getType().equals(Key.class)) {
        difference.component("", component, (Record) want, (Record) have, false);
      }
    }
    return List.copyOf(difference.found);
  }

  private void component(
      String path, RecordComponent component, Record want, Record have, boolean immutable) {
    var wanted = value(component, want);
    var observed = value(component, have);
    if (path.isEmpty() && (wanted == null || observed == null) && nullMeansSilence(component)) {
      return;
    }
    var below =
        component.isAnnotationPresent(Unwrapped.class) ? path : path + "/" + component.getName();
    walk(below, wanted, observed, immutable || component.isAnnotationPresent(Immutable.class));
  }

  /** Whether a null in {@code component} means that it is unmanaged, or Unobservable. */
  static boolean nullMeansSilence(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private void walk(String path, @Nullable Object want, @Nullable Object have, boolean immutable) {
    if (Objects.equals(want, have)) {
      return;
    }
    switch (want) {
      case Record record
          when have != null && record.getClass() == have.getClass() && !isLeaf(record) -> {
        if (record instanceof Tree.Obj(var fields)) {
          maps(path, fields, ((Tree.Obj) have).fields(), immutable);
        } else if (record instanceof Tree.Keyed(var items)) {
          maps(path, items, ((Tree.Keyed) have).items(), immutable);
        } else {
          for (var component : record.getClass().getRecordComponents()) {
            component(path, component, record, (Record) have, immutable);
          }
        }
      }
      case Optional<?> optional when have instanceof Optional<?> other ->
          walk(path, optional.orElse(null), other.orElse(null), immutable);
      case Map<?, ?> map when have instanceof Map<?, ?> other -> maps(path, map, other, immutable);
      case null, default -> found.add(new FieldDiff(path, want, have, immutable));
    }
  }

  private static boolean isLeaf(Record record) {
    return record instanceof Tree
        && !(record instanceof Tree.Obj)
        && !(record instanceof Tree.Keyed);
  }

  private void maps(String path, Map<?, ?> want, Map<?, ?> have, boolean immutable) {
    var keys = new TreeSet<String>();
    want.keySet().forEach(key -> keys.add((String) key));
    have.keySet().forEach(key -> keys.add((String) key));
    keys.forEach(key -> walk(path + "/" + escape(key), want.get(key), have.get(key), immutable));
  }

  /** As in RFC 6901, so that names with slashes stay one step. */
  private static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /** What {@code record} has in {@code component}. */
  static @Nullable Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + " can't be read", e);
    }
  }
}
