package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Canonical;
import io.soundbite.operator.blueprint.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A live object reduced to what the operator answers for, so that it compares with what is wanted:
 *
 * <ul>
 *   <li>what is wanted,
 *   <li>what the operator applied once and no longer wants,
 *   <li>all of the closed fields,
 *   <li>what others have set in a pod's specification.
 * </ul>
 *
 * The API server's defaults, and what others set elsewhere, are left out.
 */
final class Projection {

  /** Fields where nothing is tolerated that is not wanted. The API server defaults none of them. */
  private static final Set<String> CLOSED =
      Set.of(
          "args",
          "binaryData",
          "command",
          "data",
          "egress",
          "env",
          "envFrom",
          "ingress",
          "nodeSelector",
          "podSelector",
          "selector");

  /** Maps whose keys are anybody's choice. */
  private static final Set<String> FREE = Set.of("annotations", "labels");

  /**
   * Whose fields are below.
   *
   * @param field the name that led here
   * @param ours what the operator applied
   * @param others what others have set
   * @param strict whether that is drift
   */
  private record Place(
      String field, @Nullable FieldSet ours, @Nullable FieldSet others, boolean strict) {

    Place at(String name) {
      return new Place(
          name,
          ours == null ? null : ours.at(name),
          others == null ? null : others.below().get(name),
          strict || (field.equals("template") && name.equals("spec")));
    }

    boolean answeredFor(String name, Tree value) {
      return (ours != null && ours.has(name))
          || (strict && others != null && others.has(name))
          || (CLOSED.contains(name) && !FREE.contains(field))
          || (field.equals("ownerReferences") && controls(value));
    }

    /** An object has one controller: a second, such as a namesake's of before, is in the way. */
    private static boolean controls(Tree reference) {
      return reference instanceof Tree.Obj it && new Tree.Bool(true).equals(it.get("controller"));
    }
  }

  private Projection() {}

  /** {@code live} projected onto {@code want}, in canonical form. */
  static Tree.Obj of(Tree.Obj live, Tree.Obj want) {
    var place = new Place("", FieldSet.ours(live).orElse(null), FieldSet.others(live), false);
    return new Tree.Obj(
        new TreeMap<>(entries(place, Canonical.of(live).fields(), Canonical.of(want).fields())));
  }

  private static Tree project(Place place, Tree live, @Nullable Tree want) {
    if (CLOSED.contains(place.field()) || (want == null && isWhole(place.ours()))) {
      return live;
    }
    return switch (live) {
      case Tree.Obj(var fields) when want == null || want instanceof Tree.Obj ->
          new Tree.Obj(
              new TreeMap<>(
                  entries(place, fields, want instanceof Tree.Obj it ? it.fields() : Map.of())));
      case Tree.Keyed(var items) when want == null || want instanceof Tree.Keyed ->
          new Tree.Keyed(
              entries(place, items, want instanceof Tree.Keyed it ? it.items() : Map.of()));
      case Tree.Arr array when want instanceof Tree.Arr wanted && place.ours() != null ->
          positional(place, array, wanted);
      default -> live;
    };
  }

  private static boolean isWhole(@Nullable FieldSet set) {
    return set == null || set.below().isEmpty();
  }

  private static Map<String, Tree> entries(
      Place place, Map<String, Tree> live, Map<String, Tree> want) {
    var kept = new LinkedHashMap<String, Tree>();
    live.forEach(
        (name, value) -> {
          if (want.containsKey(name) || place.answeredFor(name, value)) {
            kept.put(name, project(place.at(name), value, want.get(name)));
          }
        });
    return kept;
  }

  /**
   * A list that is replaced as a whole. While the operator owns it nobody has touched it since, and
   * whatever its elements hold beyond what is wanted are defaults; else it is compared as it is.
   */
  private static Tree positional(Place place, Tree.Arr live, Tree.Arr want) {
    if (live.items().size() != want.items().size()) {
      return live;
    }
    var items = new ArrayList<Tree>();
    for (int i = 0; i < live.items().size(); i++) {
      var element = new Place("", place.ours(), null, false);
      items.add(project(element, live.items().get(i), want.items().get(i)));
    }
    return new Tree.Arr(items);
  }
}
