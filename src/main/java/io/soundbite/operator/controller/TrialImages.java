package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.VerificationJob;
import io.soundbite.operator.aws.Images.Resolution;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Lookups;
import io.soundbite.operator.status.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The digest behind the image that a verification Job is declared with by tag: who pushes to that
 * tag does not decide what proves a release.
 */
final class TrialImages {
  private static final Duration KEPT = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Lookups<ImageSource.Question, Resolution> images;

  /**
   * @param resolve asks; blocking
   */
  TrialImages(
      Function<ImageSource.Question, Resolution> resolve, Consumer<Owner> wake, Clock clock) {
    this.images =
        new Lookups<>(
            resolve, answer -> answer instanceof Resolution.Resolved ? KEPT : AGAIN, wake, clock);
  }

  /** Returns {@code environment} with a Job whose image is by digest, or why there is none yet. */
  Finding<Environment> of(Environment environment, Scope scope) {
    return environment
        .spec()
        .rollout()
        .trial()
        .filter(job -> !job.namesDigest())
        .map(job -> pinned(environment, scope, job))
        .orElseGet(() -> Finding.known(environment));
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    images.forget(owner);
  }

  private Finding<Environment> pinned(Environment environment, Scope scope, VerificationJob job) {
    var image = Objects.requireNonNull(job.image());
    var repository = Objects.requireNonNull(job.repository());
    var tag = image.equals(repository) ? "latest" : image.substring(repository.length() + 1);
    var answer =
        images.ask(
            new ImageSource.Question(
                environment.owner(), scope, environment.facts(), repository, tag),
            environment.owner());
    return answer
        .latest()
        .map(it -> finding(environment, it, answer.due()))
        .orElseGet(() -> Finding.pending("Resolving %s of the verification Job.".formatted(image)));
  }

  private static Finding<Environment> finding(
      Environment environment, Resolution resolution, Optional<Instant> due) {
    return switch (resolution) {
      case Resolution.Resolved resolved ->
          Finding.known(environment.verifiedWith(resolved.image()), due);
      case Resolution.NoSuchTag(var uri, var tag) ->
          missing("%s has no tag %s, which".formatted(uri, tag), due);
      case Resolution.NoSuchRepository(var uri) ->
          missing("There is no repository %s, which".formatted(uri), due);
      case Resolution.Failed(var failure) -> Finding.missing(Problem.of(failure), due);
    };
  }

  private static Finding<Environment> missing(String what, Optional<Instant> due) {
    return Finding.missing(
        new Problem(
            "ImageNotFound",
            what + " spec.rollout.verification.job.image names; push it there, or correct it.",
            false),
        due);
  }
}
