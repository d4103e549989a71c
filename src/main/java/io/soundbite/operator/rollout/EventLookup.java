package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks up what Events warn of. Some obstacles are said nowhere else: a Job whose pods can't be
 * created, a volume that can't be mounted.
 */
public interface EventLookup {

  /**
   * Returns the newest warning about {@code object}.
   *
   * @param silentSince since when it does not get on and says nothing itself
   */
  Optional<Trouble> warning(Tree.Obj object, Instant silentSince);

  /** Returns the newest warning about the pods of {@code job}, which failed at that time. */
  Optional<Trouble> lastWarning(Tree.Obj job, Instant failed);

  /** Returns a lookup that finds nothing. */
  static EventLookup none() {
    return new EventLookup() {
      @Override
      public Optional<Trouble> warning(Tree.Obj object, Instant silentSince) {
        return Optional.empty();
      }

      @Override
      public Optional<Trouble> lastWarning(Tree.Obj job, Instant failed) {
        return Optional.empty();
      }
    };
  }
}
