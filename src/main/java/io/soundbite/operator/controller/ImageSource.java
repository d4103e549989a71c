package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.aws.Images;
import io.soundbite.operator.aws.Images.Resolution;
import io.soundbite.operator.aws.Places;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Lookups;
import io.soundbite.operator.status.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The digest behind the tag that the spec asks for. Once resolved it is kept in status while
 * repository and tag stay the same: a tag that is pushed again changes nothing by itself.
 */
final class ImageSource {
  private static final Duration SHORTLY = Duration.ofSeconds(5);

  private record Question(Scope scope, Facts facts, String repository, String tag) {}

  private final Lookups<Question, Resolution> images;

  ImageSource(Places places, Consumer<Owner> wake, Clock clock) {
    this.images = new Lookups<>(question -> resolve(places, question), any -> SHORTLY, wake, clock);
  }

  /** The image of {@code environment}, or why it is not known. */
  Finding<ImageStatus> of(Environment environment, Scope scope, EnvironmentStatus before) {
    var image = environment.spec().image();
    var repository =
        image.repository() == null ? environment.names().repository() : image.repository();
    var kept = before.image();
    if (kept != null
        && kept.tag().equals(image.tag())
        && kept.repository().equals(environment.names().imageRepository(repository))) {
      return Finding.known(kept);
    }
    var question = new Question(scope, environment.facts(), repository, image.tag());
    return switch (images.ask(question, environment.owner())) {
      case Lookups.Answer.Pending<Resolution>() ->
          Finding.pending("Resolving tag %s of %s.".formatted(image.tag(), repository));
      case Lookups.Answer.Known<Resolution>(
              Resolution.Resolved(var uri, var tag, var digest),
              var until) ->
          Finding.known(new ImageStatus(uri, tag, digest));
      case Lookups.Answer.Known<Resolution>(var resolution, var until) ->
          Finding.missing(problem(resolution), until);
    };
  }

  private static Resolution resolve(Places places, Question question) {
    return new Images(question.facts(), region -> places.clients(question.scope().in(region)).ecr())
        .resolve(question.repository(), question.tag());
  }

  private static Problem problem(Resolution resolution) {
    return switch (resolution) {
      case Resolution.NoSuchTag(var uri, var tag) ->
          new Problem(
              "ImageNotFound", "%s has no tag %s; push it there.".formatted(uri, tag), false);
      case Resolution.NoSuchRepository(var uri) ->
          new Problem(
              "ImageNotFound",
              "There is no repository %s; an environment makes its own, or set image.repository."
                  .formatted(uri),
              false);
      case Resolution.Failed(var failure) -> Problem.of(failure);
      case Resolution.Resolved resolved ->
          throw new IllegalArgumentException("no problem: " + resolved);
    };
  }
}
