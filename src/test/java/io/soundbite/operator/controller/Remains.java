package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Owner;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Walks everything that the operator's own objects hold, and finds what is left of an environment:
 * a cache that is new, and that has no line here, is found too.
 */
final class Remains {
  private static final String OURS = "io.soundbite.operator.";

  private final Owner owner;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> found = new ArrayList<>();

  private Remains(Owner owner) {
    this.owner = owner;
  }

  /** Returns where {@code root} holds something of {@code owner}. */
  static List<String> of(Owner owner, Object root) {
    var remains = new Remains(owner);
    remains.walk(root.getClass().getSimpleName(), root);
    return remains.found;
  }

  private void walk(String path, @Nullable Object object) {
    if (object == null || object instanceof Thread) {
      return;
    }
    if (object.equals(owner) || (object instanceof String text && text.contains(owner.name()))) {
      found.add(path);
      return;
    }
    if (!seen.add(object)) {
      return;
    }
    switch (object) {
      case Map<?, ?> map ->
          Map.copyOf(map)
              .forEach(
                  (key, value) -> {
                    walk(path + ".key", key);
                    walk(path + ".value", value);
                  });
      case Iterable<?> some -> some.forEach(it -> walk(path + "[]", it));
      case Optional<?> maybe -> maybe.ifPresent(it -> walk(path, it));
      case AtomicReference<?> reference -> walk(path, reference.get());
      default -> fields(path, object);
    }
  }

  private void fields(String path, Object object) {
    var type = object.getClass();
    if (!type.getName().startsWith(OURS) || type.isHidden() || type.isEnum()) {
      return;
    }
    for (var field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
        walk(path + "." + field.getName(), value(field, object));
      }
    }
  }

  private static @Nullable Object value(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
