package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Immutable;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.FieldDiff.Nature;
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
        difference.component("", component, (Record) want, (Record) have, Meaning.PLAIN);
      }
    }
    return List.copyOf(difference.found);
  }

  /**
   * The same of two JSON objects that are no resources; nothing in them is immutable or guarded.
   */
  public static List<FieldDiff> between(Tree.Obj want, Tree.Obj have) {
    var difference = new Difference();
    difference.walk("", want, have, Meaning.PLAIN);
    return List.copyOf(difference.found);
  }

  private void component(
      String path, RecordComponent component, Record want, Record have, Meaning meaning) {
    var wanted = Components.value(component, want);
    var observed = Components.value(component, have);
    if (Components.silent(path, component, wanted)
        || Components.silent(path, component, observed)) {
      return;
    }
    walk(Components.path(path, component), wanted, observed, meaning.of(component));
  }

  private void walk(String path, @Nullable Object want, @Nullable Object have, Meaning meaning) {
    if (Objects.equals(want, have)) {
      return;
    }
    switch (want) {
      case Tree.Obj(var fields) when have instanceof Tree.Obj(var others) ->
          maps(path, fields, others, meaning);
      case Tree.Keyed(var items) when have instanceof Tree.Keyed(var others) ->
          maps(path, items, others, meaning);
      case Record record
          when !(record instanceof Tree)
              && have instanceof Record other
              && record.getClass() == have.getClass() -> {
        for (var component : record.getClass().getRecordComponents()) {
          component(path, component, record, other, meaning);
        }
      }
      case Optional<?> optional when have instanceof Optional<?> other ->
          walk(path, optional.orElse(null), other.orElse(null), meaning);
      case Map<?, ?> map when have instanceof Map<?, ?> other -> maps(path, map, other, meaning);
      case null, default -> found.add(new FieldDiff(path, want, have, meaning.nature(want, have)));
    }
  }

  private void maps(String path, Map<?, ?> want, Map<?, ?> have, Meaning meaning) {
    var keys = new TreeSet<String>();
    want.keySet().forEach(key -> keys.add((String) key));
    have.keySet().forEach(key -> keys.add((String) key));
    keys.forEach(
        key -> walk(FieldPath.below(path, key), want.get(key), have.get(key), meaning.at(key)));
  }

  /** What the components that lead to a field say of writing it. */
  private record Meaning(boolean immutable, ProtectionOrder order) {
    static final Meaning PLAIN = new Meaning(false, new ProtectionOrder.None("is no component"));

    Meaning of(RecordComponent component) {
      return new Meaning(
          immutable || component.isAnnotationPresent(Immutable.class),
          ProtectionOrders.of(component).orElse(order));
    }

    Meaning at(String key) {
      return new Meaning(immutable, order.at(key));
    }

    Nature nature(@Nullable Object want, @Nullable Object have) {
      return immutable ? Nature.IMMUTABLE : order.nature(want, have);
    }
  }
}
