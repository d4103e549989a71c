package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When time alone changes what is decided of a rollout. */
record Deadlines(Rollout machine) {

  /** Returns the next of them that is to come. */
  Optional<Instant> next() {
    var rollout = machine.recorded().rollout();
    return rollout == null
        ? Optional.empty()
        : Stream.concat(limits(rollout), machine.failing().due(rollout))
            .filter(machine.now()::isBefore)
            .min(Instant::compareTo);
  }

  private Stream<Instant> limits(RolloutStatus rollout) {
    var rules = machine.rules();
    var since = Instant.parse(rollout.since());
    var clock = new StepClock(rollout, machine.actingSince(), machine.now());
    return switch (rollout.step()) {
      case FILLING -> clock.end(rules.deadline()).stream();
      case VERIFYING ->
          rules.trial().stream().flatMap(it -> clock.end(it.plus(rules.deadline())).stream());
      case OVERLAPPING ->
          Stream.of(since.plus(rules.overlap()), since.plus(machine.overlapLimit()));
      case SWITCHING -> Stream.empty();
      case WARM ->
          Stream.concat(
              Stream.of(since.plus(rules.warmth())),
              machine.slots().isFollowed() ? Stream.empty() : clock.end(rules.deadline()).stream());
    };
  }
}
