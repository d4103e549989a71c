package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
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
    return rollout.heldSince() == null ? Optional.of(counted().plus(limit)) : Optional.empty();
  }

  /** Whether {@code limit} is over. */
  boolean isOver(Duration limit) {
    return end(limit).filter(it -> !now.isBefore(it)).isPresent();
  }

  /** Returns the rollout with a hold begun or ended, if that is news. */
  RolloutStatus held(boolean held) {
    if (held == (rollout.heldSince() != null)) {
      return rollout;
    }
    return held
        ? rollout.held(now.toString(), rollout.heldSeconds())
        : rollout.held(null, before().plus(current()).toSeconds() + 1);
  }

  /** Returns when the step would have begun if the operator had always been able to act. */
  private Instant counted() {
    var began = Instant.parse(rollout.since()).plus(before());
    return began.isBefore(actingSince) ? actingSince : began;
  }

  private Duration before() {
    return Duration.ofSeconds(Objects.requireNonNullElse(rollout.heldSeconds(), 0L));
  }

  private Duration current() {
    return Optional.ofNullable(rollout.heldSince())
        .map(Instant::parse)
        .map(since -> Duration.between(since, now))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }
}
