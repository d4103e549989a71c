package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What AWS lists, joined on exact names with what is wanted. */
final class Listing {
  private Listing() {}

  /** The name by which an item is listed. */
  @FunctionalInterface
  interface Naming<T, N> {
    /** Null when the answer lacks it. */
    @Nullable N of(T item);
  }

  /**
   * The listed that are wanted. A listing that fetches its pages as it is walked is walked only
   * until all are found.
   *
   * @param wanted the name that a want has in the listing
   * @param named the name of a listed item, null when the answer lacks it
   * @param found what to make of a match, when that is asked for
   */
  static <D extends Desired, T, N> Map<Key, Supplier<Found<D>>> join(
      List<D> wants,
      Function<D, N> wanted,
      Iterable<T> listing,
      Naming<T, N> named,
      BiFunction<D, T, Found<D>> found) {
    var missing = new HashMap<N, D>();
    wants.forEach(want -> missing.put(wanted.apply(want), want));
    var joined = new HashMap<Key, Supplier<Found<D>>>();
    if (missing.isEmpty()) {
      return joined;
    }
    var nameless = false;
    for (var item : listing) {
      var name = named.of(item);
      nameless |= name == null;
      var want = name == null ? null : missing.remove(name);
      if (want != null) {
        joined.put(want.key(), () -> found.apply(want, item));
      }
      if (missing.isEmpty()) {
        break;
      }
    }
    if (nameless && !missing.isEmpty()) {
      throw IncompleteAnswer.without("the name of what it lists"); // each may be the nameless one
    }
    return joined;
  }

  /** The longest prefix that all {@code names} share. */
  static String commonPrefix(List<String> names) {
    return names.stream()
        .reduce(
            (left, right) -> {
              var end = 0;
              while (end < Math.min(left.length(), right.length())
                  && left.charAt(end) == right.charAt(end)) {
                end++;
              }
              return left.substring(0, end);
            })
        .orElse("");
  }
}
