package io.soundbite.operator.api.v1alpha1;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** Every annotation that the operator reads from a custom resource. */
public final class AnnotationNames {
  private AnnotationNames() {}

  public static List<String> all() {
    return Arrays.stream(Annotations.class.getFields())
        .filter(it -> Modifier.isStatic(it.getModifiers()))
        .map(AnnotationNames::text)
        .filter(it -> !it.equals(Annotations.PREFIX))
        .toList();
  }

  private static String text(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
