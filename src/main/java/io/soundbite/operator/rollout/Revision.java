package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Release;

/**
 * A stored release.
 *
 * @param name of the ControllerRevision that holds it: {@code <prefix>-<hash>}
 */
public record Revision(String name, Release release) {
  /** How {@code release} is stored in the environment with {@code prefix}. */
  public static Revision of(String prefix, Release release) {
    return new Revision(prefix + "-" + release.hash(), release);
  }
}
