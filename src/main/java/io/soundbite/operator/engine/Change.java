package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import java.util.List;

/**
 * An update to make: from what is there to what is wanted.
 *
 * @param diffs never empty; their paths choose the API calls
 * @param kept what differs too, and stays as others set it, since it protects more
 */
public record Change<D extends Desired>(
    D want, D have, List<FieldDiff> diffs, List<FieldDiff> kept) {
  public Change {
    diffs = List.copyOf(diffs);
    kept = List.copyOf(kept);
  }

  /** One after which nothing differs. */
  public Change(D want, D have, List<FieldDiff> diffs) {
    this(want, have, diffs, List.of());
  }

  /** Whether a field at or below one of {@code paths} differs. */
  public boolean touches(String... paths) {
    return diffs.stream()
        .anyMatch(
            diff -> {
              for (var path : paths) {
                if (diff.path().equals(path) || diff.path().startsWith(path + "/")) {
                  return true;
                }
              }
              return false;
            });
  }
}
