package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.PromotionSpec;
import io.soundbite.operator.api.v1alpha1.PromotionStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.VerificationJob;
import io.soundbite.operator.promotion.Candidate;
import io.soundbite.operator.promotion.Contents;
import io.soundbite.operator.promotion.Gates;
import io.soundbite.operator.promotion.Own;
import io.soundbite.operator.promotion.Promotion;
import io.soundbite.operator.promotion.RulesInForce;
import io.soundbite.operator.promotion.Sought;
import io.soundbite.operator.promotion.Source;
import io.soundbite.operator.promotion.Verdict;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.status.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * Puts the question to the gates whether the release that the spec asks for may go live.
 *
 * @param source the environment that {@code spec.promotion.from} names, as last seen
 * @param shape hash of the blueprint that this operator renders
 * @param job what would verify it, its image by digest
 */
record Gatekeeper(
    SoundBiteEnvironment resource,
    Optional<SoundBiteEnvironment> source,
    String shape,
    Optional<VerificationJob> job,
    Instant now) {

  Verdict judge(Finding<ImageStatus> image, Optional<Revision> wanted) {
    return Gates.judge(
        new Promotion(
            resource.getSpec().gates(),
            wanted.map(this::found).orElseGet(() -> missing(image)),
            Own.of(resource),
            asSource(),
            Annotations.value(resource, Annotations.APPROVE),
            RulesInForce.of(resource),
            now));
  }

  /** Returns what status says for the gates. */
  Optional<PromotionStatus> status(Optional<Revision> wanted) {
    var approval = approval(wanted);
    var rules = RulesInForce.of(resource).next();
    return approval.isEmpty() && rules.isEmpty()
        ? Optional.empty()
        : Optional.of(new PromotionStatus(approval.orElse(null), rules.orElse(null)));
  }

  /** Returns what an approval of {@code wanted} says, where one is asked for. */
  Optional<String> approval(Optional<Revision> wanted) {
    return wanted
        .filter(any -> resource.getSpec().gates().approval() == PromotionSpec.Approval.MANUAL)
        .flatMap(it -> Own.of(resource).approval(candidate(it)));
  }

  private Sought found(Revision wanted) {
    return new Sought.Found(candidate(wanted));
  }

  private Candidate candidate(Revision wanted) {
    var release = wanted.release();
    return new Candidate(
        release.tag(),
        release.digest(),
        Optional.of(wanted.name()),
        shape,
        Optional.of(Contents.of(release, job)));
  }

  private static Sought missing(Finding<ImageStatus> image) {
    return image
        .problem()
        .<Sought>map(
            problem ->
                problem.reason().equals(Problem.READING)
                    ? new Sought.Resolving(problem.message())
                    : new Sought.NotFound(problem.reason(), problem.message()))
        .orElseGet(() -> new Sought.Resolving("The image is being looked for."));
  }

  private Source asSource() {
    var own = resource.getMetadata().getNamespace();
    return Source.of(
        resource.getSpec().source().map(it -> it.qualified(own)),
        source.map(EnvironmentStatus::of));
  }
}
