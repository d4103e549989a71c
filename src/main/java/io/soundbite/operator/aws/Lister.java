package io.soundbite.operator.aws;

import java.util.Set;
import java.util.function.Function;

/**
 * Lists what a service lists by name.
 *
 * @param <T> an item of the listing
 */
@FunctionalInterface
interface Lister<T> {
  /**
   * Returns the items of those names, and maybe others.
   *
   * @param call lists, with the caller's own credentials, at least the items of the names it is
   *     given; fetches its pages as it is walked
   */
  Iterable<T> list(Set<String> names, Function<Set<String>, Iterable<T>> call);

  /** Returns a lister that makes the call each time. */
  static <T> Lister<T> alone() {
    return (names, call) -> call.apply(names);
  }
}
