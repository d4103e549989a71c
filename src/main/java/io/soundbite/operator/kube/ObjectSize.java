package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what an object takes in memory: the characters of its texts, and some for each node.
 */
final class ObjectSize {
  private static final long NODE = 16;

  private ObjectSize() {}

  /** Returns the size of {@code object} in bytes, about. */
  static long of(GenericKubernetesResource object) {
    return value(object.getAdditionalProperties()) + of(object.getMetadata());
  }

  private static long of(ObjectMeta metadata) {
    return value(metadata.getLabels())
        + value(metadata.getAnnotations())
        + value(metadata.getFinalizers())
        + value(metadata.getName())
        + metadata.getOwnerReferences().stream()
            .mapToLong(it -> value(it.getName()) + value(it.getUid()) + value(it.getKind()))
            .sum()
        + metadata.getManagedFields().stream()
            .mapToLong(
                it ->
                    value(it.getManager())
                        + (it.getFieldsV1() == null
                            ? 0
                            : value(it.getFieldsV1().getAdditionalProperties())))
            .sum();
  }

  private static long value(@Nullable Object value) {
    return NODE
        + switch (value) {
          case String text -> text.length();
          case Map<?, ?> map ->
              map.entrySet().stream()
                  .mapToLong(it -> value(it.getKey()) + value(it.getValue()))
                  .sum();
          case Collection<?> items -> items.stream().mapToLong(ObjectSize::value).sum();
          case null, default -> 0;
        };
  }
}
