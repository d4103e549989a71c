package io.soundbite.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Condition;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes a record as absent that lacks what it must have, and with it whatever must have that
 * record. The API server merges what several writers own, so a status may hold part of a structure
 * that nobody wrote so, and everything that reads it would fail.
 *
 * <p>A component that a later version adds to a record of the status must therefore be nullable:
 * what an earlier version wrote would be taken as absent.
 */
final class CompleteRecords {
  private CompleteRecords() {}

  /** Returns {@code value} with complete records only; null when it is incomplete itself. */
  static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Record parts -> complete(parts);
      case List<?> entries ->
          entries.stream().map(CompleteRecords::of).filter(Objects::nonNull).toList();
      case Condition condition ->
          condition.getType() == null || condition.getStatus() == null ? null : condition;
      default -> value;
    };
  }

  private static @Nullable Record complete(Record parts) {
    var components = parts.getClass().getRecordComponents();
    var had = Arrays.stream(components).map(it -> value(it, parts)).toArray();
    var have = Arrays.stream(had).map(CompleteRecords::of).toArray();
    for (var i = 0; i < components.length; i++) {
      if (have[i] == null && !isNullable(components[i])) {
        return null;
      }
    }
    return Arrays.equals(had, have) ? parts : made(parts.getClass(), components, have);
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable Object value(RecordComponent component, Record parts) {
    try {
      return component.getAccessor().invoke(parts);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Record made(
      Class<? extends Record> type, RecordComponent[] components, @Nullable Object[] values) {
    try {
      return type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
