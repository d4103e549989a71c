package io.soundbite.operator.aws;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Tags as a stranger sets and removes them. */
record TagChange(Map<String, String> set, Set<String> removed) {

  static TagChange between(Map<String, String> before, Map<String, String> after) {
    var set = new HashMap<>(after);
    set.entrySet().removeAll(before.entrySet());
    var removed = new HashSet<>(before.keySet());
    removed.removeAll(after.keySet());
    return new TagChange(set, removed);
  }

  /** By the service's two calls; none for nothing. */
  void by(Consumer<Map<String, String>> tag, Consumer<Set<String>> untag) {
    if (!set.isEmpty()) {
      tag.accept(set);
    }
    if (!removed.isEmpty()) {
      untag.accept(removed);
    }
  }
}
