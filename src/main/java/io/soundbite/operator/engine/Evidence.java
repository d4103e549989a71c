package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Key;
import java.util.Optional;

/** Tells what live resources show of a field beyond its value. */
@FunctionalInterface
public interface Evidence {

  /** Returns who owns the field that differs, where that is known. */
  Optional<String> owner(Key key, FieldDiff diff);

  /** Returns whether the resource was read since it was written; else it is only assumed so. */
  default boolean isRead(Key key) {
    return true;
  }

  /** Returns evidence that knows no owners. */
  static Evidence none() {
    return (key, diff) -> Optional.empty();
  }
}
