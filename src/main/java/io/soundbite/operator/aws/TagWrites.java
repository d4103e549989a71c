package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tags to set, then tags to remove, in that order: a crash between the two leaves an owner. Others'
 * tags are never among them.
 *
 * @param remove keys; removing one that is not there is success everywhere
 */
record TagWrites(Map<String, String> put, Set<String> remove) {
  TagWrites {
    put = Map.copyOf(put);
    remove = Set.copyOf(remove);
  }

  /**
   * From the tags a resource has to those it should have. One that has its owner is not retained.
   */
  static TagWrites between(Map<String, String> want, Map<String, String> have) {
    return new TagWrites(want, Set.of(Tags.RETAINED_BY)).on(have);
  }

  /** Leaves a resource to nobody. */
  static TagWrites release(Owner owner) {
    return new TagWrites(Map.of(Tags.RETAINED_BY, owner.toString()), Set.of(Tags.OWNER));
  }

  /** Returns what is left of them to do on a resource that has {@code tags}. */
  TagWrites on(Map<String, String> tags) {
    var rest = new HashMap<>(put);
    rest.entrySet().removeAll(tags.entrySet());
    var there = new HashSet<>(remove);
    there.retainAll(tags.keySet());
    return new TagWrites(rest, there);
  }

  /** Makes the writes by the service's two calls; none for nothing. */
  void by(Consumer<Map<String, String>> tag, Consumer<Set<String>> untag) {
    if (!put.isEmpty()) {
      tag.accept(put);
    }
    if (!remove.isEmpty()) {
      untag.accept(remove);
    }
  }

  /** The tags after the writes, for services that take the whole set. */
  Map<String, String> applied(Map<String, String> tags) {
    var all = new HashMap<>(tags);
    all.putAll(put);
    all.keySet().removeAll(remove);
    return all;
  }
}
