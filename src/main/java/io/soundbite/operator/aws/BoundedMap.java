package io.soundbite.operator.aws;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that forget their eldest entry beyond a number of them: what endpoints name has no end. */
final class BoundedMap {
  private BoundedMap() {}

  /** Returns an empty one, which is not safe for use by several threads. */
  static <K, V> Map<K, V> of(int most) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
