package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.VerificationJob;
import java.time.Duration;
import java.util.Optional;

/**
 * What the spec says of how a release takes over.
 *
 * @param warmth how long the previous release stays warm
 * @param deadline how long a release may take to become available
 * @param overlap how long both slots serve in a switch
 * @param autoRollback whether a release that fails is taken down
 * @param trial how long the verification Job may take; empty when there is none
 */
public record RolloutRules(
    Duration warmth,
    Duration deadline,
    Duration overlap,
    boolean autoRollback,
    Optional<Duration> trial) {

  /** As {@code spec} says. */
  public static RolloutRules of(EnvironmentSpec spec) {
    var rollout = spec.rollout();
    return new RolloutRules(
        rollout.warmth(),
        rollout.deadline(),
        rollout.overlapping().orElseGet(() -> Registration.of(spec.ingress())),
        rollout.autoRollback(),
        rollout.trial().map(VerificationJob::limit));
  }
}
