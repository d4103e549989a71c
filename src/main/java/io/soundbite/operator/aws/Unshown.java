package io.soundbite.operator.aws;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Says once of an endpoint which components of a kind of resource it does not show. */
final class Unshown {
  private final Set<String> named = ConcurrentHashMap.newKeySet();
  private final String endpoint;
  private final Consumer<String> log;

  /**
   * @param endpoint names where the kind is read
   * @param log takes a line for people
   */
  Unshown(String endpoint, Consumer<String> log) {
    this.endpoint = endpoint;
    this.log = log;
  }

  /** Logs those of {@code found} that were not logged before. */
  void note(Found<?> found) {
    var kind = found.have().getClass().getSimpleName();
    found.unobservable().stream()
        .sorted()
        .map(component -> kind + "/" + component)
        .filter(named::add)
        .forEach(
            field ->
                log.accept(
                    "%s is not shown by %s: it is neither compared nor healed there"
                        .formatted(field, endpoint)));
  }
}
