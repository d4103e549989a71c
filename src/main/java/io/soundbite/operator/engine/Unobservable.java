package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a place does not show of a kind of resource, though it is wanted: neither compared nor put
 * right there, which people are told once.
 */
final class Unobservable {
  private static final ClassValue<List<RecordComponent>> NULLABLE =
      new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
          return Stream.of(type.getRecordComponents()).filter(Components::isNullable).toList();
        }
      };

  private final Set<Blank> named = ConcurrentHashMap.newKeySet();
  private final Consumer<String> log;

  /** One component that is not shown. */
  private record Blank(Object place, Class<?> kind, String component) {}

  /**
   * @param log takes a line for people
   */
  Unobservable(Consumer<String> log) {
    this.log = log;
  }

  /** Forgets what is known of {@code place}. */
  void forget(Object place) {
    named.removeIf(it -> it.place().equals(place));
  }

  /** Names what {@code found} does not show of {@code want}, unless that is known of the place. */
  void note(Object place, Desired want, Observation<?> found) {
    if (!(found
        instanceof Observation.Present<?>(var have, var ownership, var asOf, var notices))) {
      return;
    }
    for (var component : NULLABLE.get(want.getClass())) {
      if (Components.value(component, (Record) have) == null
          && Components.value(component, (Record) want) != null
          && named.add(new Blank(place, want.getClass(), component.getName()))) {
        log.accept(
            "%s/%s is not shown by %s: it is neither compared nor put right there"
                .formatted(want.getClass().getSimpleName(), component.getName(), place));
      }
    }
  }
}
