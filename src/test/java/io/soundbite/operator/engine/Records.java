package io.soundbite.operator.engine;

import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records by component. */
final class Records {
  private Records() {}

  /** The component's value. */
  static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(component + " can't be read", e);
    }
  }

  /** A copy with another value in one component. */
  static Record with(Record record, RecordComponent component, @Nullable Object value) {
    var components = record.getClass().getRecordComponents();
    var values =
        Stream.of(components)
            .map(it -> it.getName().equals(component.getName()) ? value : value(record, it))
            .toArray();
    var types = Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new);
    try {
      return record.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(component + " of " + record + " can't be " + value, e);
    }
  }
}
