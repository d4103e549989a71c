package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Unwrapped;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** The components of the records that resources are described by. */
final class Components {
  private Components() {}

  /** The component's value in {@code record}. */
  static @Nullable Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + " can't be read", e);
    }
  }

  /** Where the component's fields are, below {@code path}. */
  static String path(String path, RecordComponent component) {
    return component.isAnnotationPresent(Unwrapped.class)
        ? path
        : FieldPath.below(path, component.getName());
  }

  /**
   * Whether {@code value} says nothing: a component of the resource itself that is declared
   * nullable, and null, is unmanaged (desired) or Unobservable (observed).
   */
  static boolean silent(String path, RecordComponent component, @Nullable Object value) {
    return value == null && path.isEmpty() && isNullable(component);
  }

  /** Whether it is declared nullable. */
  static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }
}
