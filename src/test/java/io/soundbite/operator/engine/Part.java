package io.soundbite.operator.engine;

import io.soundbite.operator.engine.Mutation.Kind;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a resource with one field changed.
 *
 * @param left the part as it is left; null when it is gone
 */
record Part(
    String place,
    Kind kind,
    String path,
    @Nullable Object left,
    @Nullable Object want,
    @Nullable Object have,
    boolean immutable) {

  static Part changed(String place, String path, Object want, Object have) {
    return new Part(place, Kind.CHANGED, path, have, want, have, false);
  }

  static Part gone(String place, String path, @Nullable Object left, Object want) {
    return new Part(place, Kind.GONE, path, left, want, null, false);
  }

  static Part added(String place, String path, Object left, Object have) {
    return new Part(place, Kind.ADDED, path, left, null, have, false);
  }

  /** The part of what this is in. */
  Part in(Function<@Nullable Object, Object> whole) {
    return new Part(place, kind, path, whole.apply(left), want, have, immutable);
  }

  Part fixed(boolean inFixed) {
    return new Part(place, kind, path, left, want, have, immutable || inFixed);
  }

  /** The path one step on, as in RFC 6901. */
  static String step(String path, String key) {
    return path + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
