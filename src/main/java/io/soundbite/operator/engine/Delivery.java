package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands the answers of one reading to those they are for. Whoever's are complete gets them at once:
 * nobody waits for what is slow of another's. What is slow of one's own holds the rest up until
 * {@link #hurry}, so that an environment mostly hears of a reading once.
 *
 * @param <R> who gets answers
 */
final class Delivery<R> {
  /** Takes answers. */
  @FunctionalInterface
  interface Counter<R> {
    /** {@code found} answers for all of {@code read}. */
    void deliver(R receiver, Collection<Desired> read, Map<Key, Observation<?>> found);
  }

  /** Who waits for an answer, and what they want there. */
  private final Map<Key, Map<R, Desired>> missing = new LinkedHashMap<>();

  private final Map<R, Pile> piles = new HashMap<>();
  private final Counter<R> counter;
  private boolean hurried;

  /** What has come for one receiver and was not handed over. */
  private static final class Pile {
    private final List<Desired> read = new ArrayList<>();
    private final Map<Key, Observation<?>> found = new HashMap<>();
    private int missing;
  }

  /**
   * @param due what each is to get answers for
   */
  Delivery(Map<R, List<Desired>> due, Counter<R> counter) {
    this.counter = counter;
    due.forEach(
        (receiver, wants) -> {
          var pile = new Pile();
          pile.missing = wants.size();
          piles.put(receiver, pile);
          wants.forEach(
              want ->
                  missing.computeIfAbsent(want.key(), key -> new HashMap<>()).put(receiver, want));
        });
  }

  /** What nobody has answered for so far; one for each name. */
  synchronized List<Desired> unanswered() {
    return missing.values().stream().map(wants -> wants.values().iterator().next()).toList();
  }

  /** Takes in an answer, and hands over what is complete. */
  void take(Key key, Observation<?> found) {
    arrived(key, found).forEach(Runnable::run);
  }

  /** From now on nobody waits for the rest. */
  void hurry() {
    overdue().forEach(Runnable::run);
  }

  private synchronized List<Runnable> arrived(Key key, Observation<?> found) {
    var wants = missing.getOrDefault(key, Map.of());
    missing.remove(key);
    wants.forEach(
        (receiver, want) -> {
          var pile = pile(receiver);
          pile.read.add(want);
          pile.found.put(key, found);
          pile.missing--;
        });
    return handedOver(
        wants.keySet().stream()
            .filter(receiver -> hurried || pile(receiver).missing == 0)
            .toList());
  }

  private synchronized List<Runnable> overdue() {
    hurried = true;
    return handedOver(piles.keySet());
  }

  /** The calls that hand over, to be made outside of the lock. */
  private List<Runnable> handedOver(Collection<R> receivers) {
    return receivers.stream()
        .filter(receiver -> !pile(receiver).read.isEmpty())
        .map(
            receiver -> {
              var pile = pile(receiver);
              var read = List.copyOf(pile.read);
              var found = Map.copyOf(pile.found);
              pile.read.clear();
              pile.found.clear();
              return (Runnable) () -> counter.deliver(receiver, read, found);
            })
        .toList();
  }

  private Pile pile(R receiver) {
    return piles.computeIfAbsent(receiver, any -> new Pile());
  }
}
