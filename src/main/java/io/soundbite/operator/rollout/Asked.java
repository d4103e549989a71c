package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import java.util.Optional;

/**
 * The release that the spec asks for.
 *
 * @param release empty while it is not known, as when its tag was not resolved yet
 * @param open whether every gate is open for it: a rollout of it may go on
 * @param admitted whether a rollout of it may begin: the gates are open, the plan is approved, and
 *     what it depends on exists
 */
public record Asked(Optional<Revision> release, boolean open, boolean admitted) {
  /** Returns the answer while the release is not known yet. */
  public static Asked unknown() {
    return new Asked(Optional.empty(), false, false);
  }

  /** Returns the release if a rollout of it may begin. */
  Optional<Revision> free() {
    return release.filter(any -> admitted);
  }

  /**
   * Whether what is on its way, and not live yet, may not go on: something else is asked for, or it
   * is not known what, or a gate is shut. What comes back by itself needs nobody to ask for it.
   */
  boolean stops(Rollout machine) {
    var rollout = machine.recorded().rollout();
    return rollout != null
        && rollout.step() != RolloutStatus.Step.WARM
        && (supersedes(machine, rollout)
            || (!machine.recorded().returning() && !supports(rollout.revision())));
  }

  /**
   * Whether it is another release than the one on its way. What comes back by itself makes way only
   * for what may go live.
   */
  boolean supersedes(Rollout machine, RolloutStatus rollout) {
    return release
        .filter(it -> !it.name().equals(rollout.revision()))
        .filter(it -> !machine.recorded().failed(it.name(), machine.generation()))
        .filter(it -> !machine.recorded().returning() || (admitted && machine.isNews(it)))
        .isPresent();
  }

  private boolean supports(String revision) {
    return open && release.filter(it -> it.name().equals(revision)).isPresent();
  }
}
