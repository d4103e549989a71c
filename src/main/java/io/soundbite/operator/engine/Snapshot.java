package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Key;
import java.time.Instant;
import java.util.Map;

/**
 * What is known of an environment's AWS side.
 *
 * @param seen the newest observation of each resource
 * @param failures what was last refused, by resource, and when it is tried again
 * @param waits why a resource is not complete yet
 * @param busy whether writes are under way
 */
public record Snapshot(
    Map<Key, Observation<?>> seen,
    Map<Key, Backoff> failures,
    Map<Key, String> waits,
    boolean busy) {
  public Snapshot {
    seen = Map.copyOf(seen);
    failures = Map.copyOf(failures);
    waits = Map.copyOf(waits);
  }

  /** Nothing read yet. */
  public static Snapshot empty() {
    return new Snapshot(Map.of(), Map.of(), Map.of(), false);
  }

  /** Whether {@code key} was read after {@code earliest} and is not waiting for its next try. */
  public boolean ripe(Key key, Instant earliest, Instant now) {
    var observation = seen.get(key);
    var failure = failures.get(key);
    return observation != null
        && !observation.asOf().isBefore(earliest)
        && !waits.containsKey(key)
        && (failure == null || !now.isBefore(failure.notBefore()));
  }
}
