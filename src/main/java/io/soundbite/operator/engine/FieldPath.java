package io.soundbite.operator.engine;

import java.util.List;
import java.util.stream.Stream;

/**
 * Paths of fields, as {@code /redrive/maxReceives}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">JSON Pointer</a>
 */
public final class FieldPath {
  private FieldPath() {}

  /** The path of {@code name} below {@code path}. */
  public static String below(String path, String name) {
    return path + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /** The names a path consists of, as they are. */
  static List<String> steps(String path) {
    return Stream.of(path.split("/"))
        .skip(1)
        .map(step -> step.replace("~1", "/").replace("~0", "~"))
        .toList();
  }

  /** Whether {@code path} is {@code other}, or below it. */
  static boolean isWithin(String path, String other) {
    return path.equals(other) || path.startsWith(other + "/");
  }
}
