package io.soundbite.operator.blueprint;

import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * JSON merge patches.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a>
 */
final class MergePatch {
  private MergePatch() {}

  /** What makes {@code wanted} of {@code have}, and no more than that. */
  static Tree.Obj between(Tree.Obj have, Tree.Obj wanted) {
    var names = new TreeSet<>(have.fields().keySet());
    names.addAll(wanted.fields().keySet());
    var patch = new TreeMap<String, Tree>();
    for (var name : names) {
      if (!Objects.equals(have.get(name), wanted.get(name))) {
        patch.put(name, of(have.get(name), wanted.get(name)));
      }
    }
    return new Tree.Obj(patch);
  }

  private static Tree of(@Nullable Tree have, @Nullable Tree wanted) {
    if (have instanceof Tree.Obj before && wanted instanceof Tree.Obj after) {
      return between(before, after);
    }
    return wanted == null ? new Tree.Null() : wanted;
  }
}
