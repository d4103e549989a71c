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
 * the fields that are wanted, the fields that the operator once applied and no longer wants, and
 * everything in the closed fields, where a stranger's entry is drift. What the API server defaults
 * and what others add elsewhere is left out.
 */
final class Projection {

  /** Fields where nothing is tolerated that is not wanted. The API server defaults none of them. */
  private static final Set<String> CLOSED =
      Set.of(
          "args",
          "binaryData",
          "command",
          "data",
          "env",
          "envFrom",
          "nodeSelector",
          "podSelector",
          "selector");

  private static final String METADATA = "metadata";
  private static final String OWNER_REFERENCES = "ownerReferences";

  private Projection() {}

  /** {@code live} projected onto {@code want}, in canonical form. */
  static Tree.Obj of(Tree.Obj live, Tree.Obj want) {
    return (Tree.Obj)
        project("", Canonical.of(live), Canonical.of(want), FieldSet.of(live).orElse(null));
  }

  private static Tree project(
      String field, Tree live, @Nullable Tree want, @Nullable FieldSet owned) {
    if (want == null && (owned == null || owned.below().isEmpty())) {
      return live; // a closed field's own, or a whole value that was applied once
    }
    return switch (live) {
      case Tree.Obj(var fields) when want == null || want instanceof Tree.Obj ->
          new Tree.Obj(
              new TreeMap<>(
                  entries(
                      field, fields, want instanceof Tree.Obj it ? it.fields() : Map.of(), owned)));
      case Tree.Keyed(var items) when want == null || want instanceof Tree.Keyed ->
          new Tree.Keyed(
              entries(field, items, want instanceof Tree.Keyed it ? it.items() : Map.of(), owned));
      case Tree.Arr array when want instanceof Tree.Arr wanted && owned != null ->
          positional(array, wanted, owned);
      default -> live;
    };
  }

  private static Map<String, Tree> entries(
      String field, Map<String, Tree> live, Map<String, Tree> want, @Nullable FieldSet owned) {
    var kept = new LinkedHashMap<String, Tree>();
    live.forEach(
        (name, value) -> {
          if (CLOSED.contains(name) && !field.equals(METADATA)) {
            kept.put(name, value);
          } else if (want.containsKey(name)
              || (owned != null && owned.has(name))
              || (field.equals(OWNER_REFERENCES) && controls(value))) {
            kept.put(
                name, project(name, value, want.get(name), owned == null ? null : owned.at(name)));
          }
        });
    return kept;
  }

  /**
   * A list that is replaced as a whole. While the operator owns it nobody has touched it since, and
   * whatever its elements hold beyond what is wanted are defaults; else it is compared as it is.
   */
  private static Tree positional(Tree.Arr live, Tree.Arr want, FieldSet owned) {
    if (live.items().size() != want.items().size()) {
      return live;
    }
    var items = new ArrayList<Tree>();
    for (int i = 0; i < live.items().size(); i++) {
      items.add(project("", live.items().get(i), want.items().get(i), owned));
    }
    return new Tree.Arr(items);
  }

  /** An object has one controller: a second, such as a namesake's of before, is in the way. */
  private static boolean controls(Tree reference) {
    return reference instanceof Tree.Obj it && new Tree.Bool(true).equals(it.get("controller"));
  }
}
