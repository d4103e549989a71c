package io.soundbite.operator.cli;

import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Value;
import org.jspecify.annotations.Nullable;

/**
 * One field that would change.
 *
 * @param from null when it is not there now
 * @param to null when it would go
 * @param held why it would stay as it is all the same; null when it would be written
 */
record FieldChange(
    String field, @Nullable String from, @Nullable String to, @Nullable String held) {

  /** What {@code diff}, of what is wanted against what is there, would write. */
  static FieldChange of(FieldDiff diff, @Nullable String held) {
    return new FieldChange(diff.path(), text(diff.have()), text(diff.want()), held);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : Value.text(value);
  }
}
