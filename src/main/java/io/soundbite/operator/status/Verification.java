package io.soundbite.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ParityStatus;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.promotion.Rejections;
import io.soundbite.operator.promotion.Verified;
import io.soundbite.operator.rollout.Recorded;
import java.time.Instant;
import java.util.Optional;

/**
 * The part of status that says which releases the environment has held Ready with, for those that
 * are promoted from it.
 */
public record Verification(SoundBiteEnvironment environment, Instant now) {
  private static final String CONDITION = "Verified";

  /** What is verified when {@code status} is recorded. */
  public Verified of(EnvironmentStatus status) {
    var recorded = Recorded.of(status);
    var live = recorded.live();
    return new Verified(
        status.verified(),
        live,
        live == null ? Optional.empty() : recorded.entry(live.revision()),
        Conditions.find(status.conditions(), "Ready")
            .filter(it -> it.getStatus().equals("True"))
            .map(Condition::getLastTransitionTime)
            .map(Instant::parse),
        Optional.ofNullable(status.parity()).map(ParityStatus::shapeHash),
        environment.getSpec().rollout().trial().isPresent(),
        now);
  }

  /** {@code status} with it. */
  public EnvironmentStatus in(EnvironmentStatus status) {
    var live = status.release();
    if (live == null) {
      return status;
    }
    var verified = of(status);
    var current = verified.current();
    var rejections = new Rejections(status.rejected());
    var rejected = current.map(it -> rejections.verified(live, it)).orElse(rejections);
    var conditions =
        new Conditions(status.conditions(), environment.getMetadata().getGeneration(), now);
    rejected
        .of(live.digest(), Optional.of(live.revision()))
        .ifPresentOrElse(
            it -> conditions.set(CONDITION, false, "Rejected", rejected(live, it)),
            () -> verified(conditions, verified, live));
    return status.withVerified(verified.entries(), rejected.entries(), conditions.list());
  }

  private static void verified(Conditions conditions, Verified verified, ReleaseStatus live) {
    verified
        .current()
        .ifPresentOrElse(
            it ->
                conditions.set(
                    CONDITION,
                    true,
                    "HeldReady",
                    "Release %s (%s) has held Ready since %s."
                        .formatted(it.tag(), it.digest(), it.since())),
            () ->
                conditions.set(
                    CONDITION,
                    false,
                    verified.isTried() ? "NotVerified" : "NotTried",
                    (verified.isTried()
                            ? "Release %s (%s) has not held Ready for long enough yet."
                            : "Release %s (%s) went live without the Job of"
                                + " spec.rollout.verification, and is not verified without it.")
                        .formatted(live.tag(), live.digest())));
  }

  private static String rejected(ReleaseStatus live, RejectedEntry rejection) {
    return "Release %s (%s) is rejected since %s. %s"
        .formatted(live.tag(), live.digest(), rejection.since(), rejection.message());
  }
}
