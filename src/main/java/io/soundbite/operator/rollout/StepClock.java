package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Measures how long a rollout has been at its step. Only time in which the operator could act
 * counts: not while it is paused or refused, and not before this process began to reconcile.
 *
 * @param actingSince when this process began to reconcile
 */
record StepClock(RolloutStatus rollout, Instant actingSince, Instant now) {

  /** Returns when {@code limit} will be over; empty while the operator can't act. */
  Optional<Instant> end(Duration limit) {
    return rollout.heldSince() == null ? Optional.of(begun().plus(limit)) : Optional.empty();
  }

  /** Whether {@code limit} is over. */
  boolean isOver(Duration limit) {
    return end(limit).filter(it -> !now.isBefore(it)).isPresent();
  }

  /** Returns the rollout with a hold begun or ended, if that is news. */
  RolloutStatus held(boolean held) {
    var since = rollout.heldSince();
    if (held) {
      return since == null ? rollout.held(now.toString(), rollout.countedSince()) : rollout;
    }
    return since == null
        ? rollout
        : rollout.held(null, begun().plus(hold(Instant.parse(since))).toString());
  }

  /** Returns when the step would have begun if the operator had always been able to act. */
  private Instant begun() {
    var counted = rollout.countedSince();
    return later(Instant.parse(counted == null ? rollout.since() : counted));
  }

  private Duration hold(Instant since) {
    var hold = Duration.between(later(since), now);
    return hold.isNegative() ? Duration.ZERO : hold;
  }

  private Instant later(Instant time) {
    return time.isBefore(actingSince) ? actingSince : time;
  }
}
