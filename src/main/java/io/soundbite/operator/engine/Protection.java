package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.HoldsData;
import java.util.Optional;
import java.util.Set;

/**
 * What keeps data and guards from being lost quietly.
 *
 * @param data resources that held data once, as {@code Database/SoundbitesTable}
 * @param recreate which of them may be made anew, empty
 * @param downgrade whether guards may be lowered
 */
public record Protection(Set<String> data, Optional<String> recreate, boolean downgrade) {
  public Protection {
    data = Set.copyOf(data);
  }

  /** Nothing held data yet, and nothing may be lowered. */
  public static Protection fresh() {
    return new Protection(Set.of(), Optional.empty(), false);
  }

  /** What is to be done about {@code want}, which is not there. */
  Step missing(Desired want) {
    var path = want.key().path();
    if (!(want instanceof HoldsData lost)
        || !data.contains(path)
        || recreate.filter(path::equals).isPresent()) {
      return new Step.Create(want);
    }
    return Step.Blocked.of(
        want,
        "DataLoss",
        "%s is gone, and its data with it. Restore it if you can: %s. To have it made anew, empty, set the annotation soundbite.io/recreate: %s."
            .formatted(want.key().name(), lost.backup(), path));
  }

  /** Whether {@code diff} must be left as it is. */
  boolean guards(FieldDiff diff) {
    return diff.weakening() && !downgrade;
  }

  /** Whether {@code diff} must be left as it is on what was somebody else's. */
  boolean keeps(FieldDiff diff) {
    return diff.expiring() && !downgrade;
  }
}
