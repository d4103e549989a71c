package io.soundbite.operator.controller;

import java.util.Map;
import java.util.TreeMap;

/** Changes of a spec in its generic form. */
final class Specs {
  private Specs() {}

  /** {@code spec} with one field set. */
  static Map<String, Object> with(Map<String, Object> spec, String field, Object value) {
    var copy = new TreeMap<>(spec);
    copy.put(field, value);
    return copy;
  }
}
