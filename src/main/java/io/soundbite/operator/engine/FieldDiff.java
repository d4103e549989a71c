package io.soundbite.operator.engine;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One field that is not as desired.
 *
 * @param path as {@code /redrive/maxReceives}
 * @param want null when the field should not be there
 * @param have null when it is not there
 * @param immutable whether the service cannot change it
 */
public record FieldDiff(
    String path, @Nullable Object want, @Nullable Object have, boolean immutable) {

  /** The path's field names and keys, as they are. */
  public List<String> steps() {
    return Stream.of(path.split("/"))
        .skip(1)
        .map(step -> step.replace("~1", "/").replace("~0", "~"))
        .toList();
  }
}
