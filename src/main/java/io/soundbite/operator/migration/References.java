package io.soundbite.operator.migration;

import io.soundbite.operator.blueprint.Tree;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The logical ids that a value of a template refers to. */
final class References {
  private References() {}

  /** Returns what {@code Ref} and {@code Fn::GetAtt} in {@code value} name. */
  static Set<String> in(@Nullable Tree value) {
    var found = new TreeSet<String>();
    collect(value, found);
    return found;
  }

  private static void collect(@Nullable Tree value, Set<String> found) {
    switch (value) {
      case Tree.Obj object -> {
        found.add(object.text("Ref"));
        found.add(attribute(object.get("Fn::GetAtt")));
        found.remove("");
        object.fields().values().forEach(it -> collect(it, found));
      }
      case Tree.Arr(var items) -> items.forEach(it -> collect(it, found));
      case null, default -> {}
    }
  }

  /** Written as a list, or as {@code id.attribute}. */
  private static String attribute(@Nullable Tree value) {
    return switch (value) {
      case Tree.Arr(var items) when !items.isEmpty() && items.getFirst() instanceof Tree.Str id ->
          id.value();
      case Tree.Str(var text) -> text.split("[.]", 2)[0];
      case null, default -> "";
    };
  }
}
