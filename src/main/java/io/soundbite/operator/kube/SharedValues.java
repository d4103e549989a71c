package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the maps and lists of cached objects by compact immutable ones, of which equal ones are
 * one instance. Objects of one kind differ in few values, and their managed fields in hardly any.
 */
final class SharedValues {
  /** Beyond this many, sharing begins anew: what is not held any more is not kept here. */
  private static final int KNOWN = 4096;

  /** Longer texts are not shared: what is known here has to stay small. */
  private static final int TEXT = 64;

  private static final int ITEMS = 32;

  private final Map<Object, Object> known = new HashMap<>();

  /** Makes {@code object} compact; it is equal to what it was. */
  synchronized void compact(GenericKubernetesResource object) {
    object.setAdditionalProperties(map(object.getAdditionalProperties()));
    compact(object.getMetadata());
  }

  private void compact(ObjectMeta metadata) {
    if (metadata.getLabels() != null) {
      metadata.setLabels(map(metadata.getLabels()));
    }
    if (metadata.getAnnotations() != null) {
      metadata.setAnnotations(map(metadata.getAnnotations()));
    }
    for (var entry : metadata.getManagedFields()) {
      if (entry.getFieldsV1() != null) {
        entry
            .getFieldsV1()
            .setAdditionalProperties(map(entry.getFieldsV1().getAdditionalProperties()));
      }
    }
  }

  private @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case String text when text.length() <= TEXT -> shared(text);
      case Map<?, ?> map -> map(map);
      case List<?> items -> list(items);
      case null, default -> value;
    };
  }

  @SuppressWarnings("unchecked") // the values of the map that is returned equal those of the other
  private <K, V> Map<K, V> map(Map<K, V> map) {
    var values = new LinkedHashMap<Object, @Nullable Object>();
    map.forEach((key, value) -> values.put(value(key), value(value)));
    return values.containsValue(null)
        ? (Map<K, V>) values
        : (Map<K, V>) small(Map.copyOf((Map<Object, Object>) values), values.values());
  }

  private List<?> list(List<?> items) {
    var values = new ArrayList<@Nullable Object>(items.size());
    items.forEach(item -> values.add(value(item)));
    return values.stream().anyMatch(Objects::isNull) ? values : small(List.copyOf(values), values);
  }

  /**
   * Only what consists of shared values is shared, so that the size of all that is known is
   * bounded.
   */
  private <T> T small(T whole, Collection<?> parts) {
    return parts.size() <= ITEMS && parts.stream().allMatch(this::isSmall) ? shared(whole) : whole;
  }

  private boolean isSmall(@Nullable Object part) {
    return switch (part) {
      case String text -> text.length() <= TEXT;
      case Map<?, ?> map -> known.get(map) == map;
      case List<?> items -> known.get(items) == items;
      case null, default -> true;
    };
  }

  @SuppressWarnings("unchecked") // equal values of JSON are of the same type
  private <T> T shared(T value) {
    if (known.size() >= KNOWN) {
      known.clear();
    }
    return (T) known.computeIfAbsent(value, any -> any);
  }
}
