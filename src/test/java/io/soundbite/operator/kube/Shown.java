package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Canonical;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Mutation;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The differences by which a mutation of a Kubernetes object shows. */
final class Shown {
  private Shown() {}

  /**
   * Mostly the one of the field. An element of a keyed list whose key is changed is another
   * element: the wanted one is missing, and one is there that nobody wants.
   */
  static List<FieldDiff> of(KubeObject want, Mutation mutation) {
    var diff = mutation.diff();
    var steps = diff.steps();
    if (steps.size() < 3) {
      return List.of(diff);
    }
    var list = at(want.body(), steps.subList(0, steps.size() - 2));
    var element = at(((KubeObject) mutation.left()).body(), steps.subList(0, steps.size() - 1));
    var before = steps.get(steps.size() - 2);
    var after = Canonical.key(steps.get(steps.size() - 3), element).orElse(before);
    if (!(list instanceof Tree.Keyed(var items)) || after.equals(before)) {
      return List.of(diff);
    }
    var missing = parent(diff.path());
    var extra = parent(missing) + "/" + after.replace("~", "~0").replace("/", "~1");
    return Stream.of(
            new FieldDiff(missing, items.get(before), null, FieldDiff.Nature.PLAIN),
            new FieldDiff(extra, null, element, FieldDiff.Nature.PLAIN))
        .sorted(Comparator.comparing(FieldDiff::path))
        .toList();
  }

  /**
   * Whether {@code found} is {@code expected}; to an element of a stranger's belong its defaults.
   */
  static int compare(FieldDiff found, FieldDiff expected) {
    var same =
        expected.want() == null && expected.have() instanceof Tree part
            ? new FieldDiff(
                found.path(), found.want(), within(found.have(), part), FieldDiff.Nature.PLAIN)
            : found;
    return same.equals(expected) ? 0 : 1;
  }

  /** {@code part} if {@code whole} has all of it, else {@code whole}. */
  private static @Nullable Object within(@Nullable Object whole, Tree part) {
    return whole instanceof Tree tree && has(tree, part) ? part : whole;
  }

  private static boolean has(@Nullable Tree whole, Tree part) {
    return part instanceof Tree.Obj(var fields) && whole instanceof Tree.Obj other
        ? fields.entrySet().stream().allMatch(it -> has(other.get(it.getKey()), it.getValue()))
        : part.equals(whole);
  }

  private static Tree at(Tree tree, List<String> steps) {
    Tree at = tree;
    for (var step : steps) {
      at =
          switch (at) {
            case Tree.Obj(var fields) -> fields.getOrDefault(step, new Tree.Null());
            case Tree.Keyed(var items) -> items.getOrDefault(step, new Tree.Null());
            default -> new Tree.Null();
          };
    }
    return at;
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
