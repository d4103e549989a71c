package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Tree;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The components of a kind's record and of the records inside it, from their declarations alone, as
 * {@code SqsQueue.visibility} and {@code Redrive.targetArn}. Those that hold records are left out:
 * they are their parts.
 */
public final class ComponentPlaces {
  private final Set<String> places = new TreeSet<>();

  private ComponentPlaces() {}

  /** All of {@code kind}. */
  public static Set<String> of(Class<? extends Desired> kind) {
    var components = new ComponentPlaces();
    components.add(kind);
    return components.places;
  }

  /** The place of {@code component}. */
  static String place(RecordComponent component) {
    return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
  }

  private void add(Class<?> type) {
    for (var component : type.getRecordComponents()) {
      var parts = parts(component.getGenericType()).toList();
      if (!parts.isEmpty()) {
        parts.forEach(this::add);
      } else if (!component.getType().equals(Key.class)) {
        places.add(place(component));
      }
    }
  }

  /** The record that {@code type} is, or holds; JSON is compared by its own fields. */
  private static Stream<Class<?>> parts(Type type) {
    return switch (type) {
      case ParameterizedType generic ->
          Stream.of(generic.getActualTypeArguments()).flatMap(ComponentPlaces::parts);
      case Class<?> it
          when it.isRecord() && !Tree.class.isAssignableFrom(it) && !it.equals(Key.class) ->
          Stream.of(it);
      default -> Stream.of();
    };
  }
}
