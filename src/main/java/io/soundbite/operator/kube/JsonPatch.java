package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Canonical;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.FieldDiff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Differences as a JSON patch that holds only for the version they were seen in: what is wrong is
 * set, what should not be there is removed, in one write.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
final class JsonPatch {

  /** Where in the live object; an index is that of an element that is there. */
  private record Target(String pointer, int depth, int index) {}

  private static final int NO_INDEX = -1;

  private JsonPatch() {}

  /** The patch that takes {@code diffs} out of {@code live}. */
  static String of(Tree.Obj live, List<FieldDiff> diffs) {
    var operations = new ArrayList<Tree>();
    operations.add(
        Tree.obj(
            "op", "replace", // with another version it is a conflict
            "path", "/metadata/resourceVersion",
            "value", live.object("metadata").text("resourceVersion")));
    diffs.stream()
        .filter(diff -> diff.want() != null)
        .map(diff -> set(target(live, diff.steps()), diff))
        .forEach(operations::add);
    diffs.stream()
        .filter(diff -> diff.want() == null)
        .map(diff -> target(live, diff.steps()))
        // A removal shifts what follows in its list: the deepest and last go first.
        .sorted(Comparator.comparing(Target::depth).thenComparing(Target::index).reversed())
        .map(target -> Tree.obj("op", "remove", "path", target.pointer()))
        .forEach(operations::add);
    return Json.write(new Tree.Arr(operations));
  }

  private static Tree set(Target target, FieldDiff diff) {
    return Tree.obj(
        "op", target.index() == NO_INDEX ? "add" : "replace",
        "path", target.pointer(),
        "value", Tree.of(diff.want()));
  }

  private static Target target(Tree.Obj live, List<String> steps) {
    var pointer = new StringBuilder();
    int index = NO_INDEX;
    Tree at = live;
    String field = "";
    for (var step : steps) {
      index = at instanceof Tree.Arr(var items) ? index(field, items, step) : NO_INDEX;
      if (at instanceof Tree.Arr(var items)) {
        pointer.append('/').append(index == NO_INDEX ? "-" : index);
        at = index == NO_INDEX ? new Tree.Null() : items.get(index);
      } else {
        pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
        var below = at instanceof Tree.Obj object ? object.get(step) : null;
        at = below == null ? new Tree.Null() : below;
      }
      field = step;
    }
    return new Target(pointer.toString(), steps.size(), index);
  }

  private static int index(String field, List<Tree> items, String key) {
    for (int i = 0; i < items.size(); i++) {
      if (Canonical.key(field, items.get(i)).filter(key::equals).isPresent()) {
        return i;
      }
    }
    return NO_INDEX;
  }
}
