package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Canonical;
import io.soundbite.operator.blueprint.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A live object reduced to what the operator answers for, so that it compares with what is wanted:
 *
 * <ul>
 *   <li>what is wanted,
 *   <li>what the operator applied once and no longer wants,
 *   <li>everything else outside {@code metadata} and {@code status}.
 * </ul>
 *
 * The API server's defaults ({@link ServerDefaults}), the named exceptions ({@link FieldException})
 * and what others set in {@code metadata} are left out.
 */
final class Projection {
  private static final String STATUS = "status";

  private Projection() {}

  /** {@code live} projected onto {@code want}, in canonical form. */
  static Tree.Obj of(Tree.Obj live, Tree.Obj want) {
    var compared = live.without(STATUS);
    var kept =
        entries(Place.top(compared), Canonical.of(compared).fields(), Canonical.of(want).fields());
    // Again: of a map that holds only what others set, nothing is left.
    return Canonical.of(new Tree.Obj(new TreeMap<>(kept)));
  }

  private static Tree project(Place place, Tree live, @Nullable Tree want) {
    if (place.isWhole()) {
      return live;
    }
    if (want == null && (place.closed() || isWhole(place.ours()))) {
      return place.closed() ? beyond(place, live) : live;
    }
    return switch (live) {
      case Tree.Obj(var fields) when want == null || want instanceof Tree.Obj ->
          new Tree.Obj(
              new TreeMap<>(
                  entries(place, fields, want instanceof Tree.Obj it ? it.fields() : Map.of())));
      case Tree.Keyed(var items) when want == null || want instanceof Tree.Keyed ->
          new Tree.Keyed(
              elements(place, items, want instanceof Tree.Keyed it ? it.items() : Map.of()));
      case Tree.Arr array when want instanceof Tree.Arr wanted -> positional(place, array, wanted);
      default -> live;
    };
  }

  /** What is not wanted, without the defaults that came with it: these have no effect. */
  private static Tree beyond(Place place, Tree live) {
    if (!(live instanceof Tree.Obj(var fields))) {
      return live;
    }
    var kept = new TreeMap<String, Tree>();
    fields.forEach(
        (name, value) -> {
          var left = beyond(place.at(name), value);
          if (!place.isNothing(name, value) && !isEmptied(value, left)) {
            kept.put(name, left);
          }
        });
    return new Tree.Obj(kept);
  }

  private static boolean isEmptied(Tree before, Tree after) {
    return after instanceof Tree.Obj(var left) && left.isEmpty() && !after.equals(before);
  }

  private static boolean isWhole(@Nullable FieldSet set) {
    return set == null || set.isWhole();
  }

  private static Map<String, Tree> entries(
      Place place, Map<String, Tree> live, Map<String, Tree> want) {
    var kept = new LinkedHashMap<String, Tree>();
    live.forEach(
        (name, value) -> {
          if (want.containsKey(name) || place.answeredFor(name, value)) {
            var projected = project(place.at(name), value, want.get(name));
            if (want.containsKey(name) || !isEmptied(value, projected)) {
              kept.put(name, projected);
            }
          }
        });
    return kept;
  }

  /**
   * As entries; with those that have the name of a wanted one and go by another key. A Service's
   * ports are merged by number, and their names must differ all the same: such a one is in the way.
   */
  private static Map<String, Tree> elements(
      Place place, Map<String, Tree> live, Map<String, Tree> want) {
    var kept = entries(place, live, want);
    // An element that is not wanted is shown as it is: with its defaults, by which it is known.
    kept.replaceAll((key, value) -> want.containsKey(key) ? value : live.getOrDefault(key, value));
    var names = want.values().stream().flatMap(Projection::name).collect(Collectors.toSet());
    live.forEach(
        (key, element) -> {
          if (name(element).anyMatch(names::contains)) {
            kept.putIfAbsent(key, element);
          }
        });
    return kept;
  }

  private static Stream<Tree> name(Tree element) {
    return element instanceof Tree.Obj object
        ? Stream.ofNullable(object.get("name"))
        : Stream.empty();
  }

  /**
   * A list that is replaced as a whole. While the operator alone owns it no other has changed it
   * since, and whatever its elements hold beyond what is wanted are defaults.
   */
  private static Tree positional(Place place, Tree.Arr live, Tree.Arr want) {
    if (live.items().size() != want.items().size()) {
      return live;
    }
    var items = new ArrayList<Tree>();
    for (int i = 0; i < live.items().size(); i++) {
      items.add(project(place.element(), live.items().get(i), want.items().get(i)));
    }
    return new Tree.Arr(items);
  }
}
