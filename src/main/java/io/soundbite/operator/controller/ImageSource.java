package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.Images;
import io.soundbite.operator.aws.Images.Resolution;
import io.soundbite.operator.aws.Places;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Lookups;
import io.soundbite.operator.grants.Grants;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.status.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The digest behind the tag that the spec asks for. What is live, or on its way, is kept while the
 * spec asks for the same tag of the same repository, or of the repository of the same source: a tag
 * that is pushed again changes nothing that runs, and neither does a source that moves to another
 * repository. What still waits is looked up again and again, and is what its tag stands for at
 * last.
 */
final class ImageSource {
  private static final Duration SHORTLY = Duration.ofSeconds(5);
  private static final Duration WAITING = Duration.ofSeconds(30);

  /** Each environment's own: an answer to another's may be from before the tag was pushed. */
  record Question(Owner owner, Scope scope, Facts facts, String repository, String tag) {}

  private final Grants grants;
  private final Lookups<Question, Resolution> images;

  ImageSource(Places places, Grants grants, Consumer<Owner> wake, Clock clock) {
    this(question -> resolve(places, question), grants, wake, clock);
  }

  /**
   * @param resolve asks; blocking
   * @param grants what a repository is checked against that a source names
   */
  ImageSource(
      Function<Question, Resolution> resolve, Grants grants, Consumer<Owner> wake, Clock clock) {
    this.grants = grants;
    this.images = new Lookups<>(resolve, ImageSource::goodFor, wake, clock);
  }

  /**
   * The image of {@code environment}, or why it is not known.
   *
   * @param source the environment that {@code spec.promotion.from} names; empty when there is none
   * @param generation of the spec
   */
  Finding<ImageStatus> of(
      Environment environment,
      Scope scope,
      EnvironmentStatus before,
      Optional<SoundBiteEnvironment> source,
      long generation) {
    var asked = new AskedImage(environment, source);
    var former = Optional.ofNullable(before.image()).filter(asked::isOfTag);
    var same = Objects.equals(before.observedGeneration(), generation);
    if (former.filter(it -> asked.isFor(it, same)).isPresent()
        && isTaken(former.get(), Recorded.of(before), generation)) {
      return Finding.known(former.get().takenFrom(asked.from()));
    }
    var declared = asked.repository();
    if (declared.isEmpty()) {
      return unsourced(environment, source);
    }
    if (!grants.grantsRepository(environment, declared.get(), source)) {
      return ungranted(environment, declared.get());
    }
    var tag = environment.spec().image().tag();
    var kept = former.filter(it -> it.repository().equals(declared.get()));
    var repository = declared.get();
    var question = new Question(environment.owner(), scope, environment.facts(), repository, tag);
    var answer = images.ask(question, environment.owner());
    return answer
        .latest()
        .map(it -> finding(it, asked, kept, answer.due()))
        .or(() -> kept.map(it -> Finding.known(it.takenFrom(asked.from()))))
        .orElseGet(() -> Finding.pending("Resolving tag %s of %s.".formatted(tag, repository)));
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    images.forget(owner);
  }

  /** Whether it is live, on its way, or was rolled back and waits for another spec. */
  private static boolean isTaken(ImageStatus image, Recorded recorded, long generation) {
    var live = recorded.live();
    var rollout = recorded.rollout();
    return (live != null && live.tag().equals(image.tag()) && live.digest().equals(image.digest()))
        || (rollout != null
            && recorded.entry(rollout.revision()).filter(it -> isOf(it, image)).isPresent())
        || recorded.history().stream()
            .filter(it -> isOf(it, image))
            .anyMatch(it -> recorded.failed(it.revision(), generation));
  }

  private static boolean isOf(HistoryEntry entry, ImageStatus image) {
    return entry.tag().equals(image.tag()) && entry.digest().equals(image.digest());
  }

  /**
   * What {@code resolution} comes to.
   *
   * @param kept what is known from before: ECR being away for a while takes nothing from it
   */
  private static Finding<ImageStatus> finding(
      Resolution resolution, AskedImage asked, Optional<ImageStatus> kept, Optional<Instant> due) {
    return switch (resolution) {
      case Resolution.Resolved(var uri, var tag, var digest) ->
          Finding.known(new ImageStatus(uri, tag, digest, asked.from()), due);
      case Resolution.NoSuchTag(var uri, var tag) ->
          notFound("%s has no tag %s; push it there.".formatted(uri, tag), due);
      case Resolution.NoSuchRepository(var uri) ->
          notFound(
              "There is no repository %s; an environment makes its own, or set image.repository."
                  .formatted(uri),
              due);
      case Resolution.Failed(var failure) ->
          kept.filter(any -> failure.kind().passing())
              .map(it -> Finding.known(it.takenFrom(asked.from()), due))
              .orElseGet(() -> Finding.missing(Problem.of(failure), due));
    };
  }

  private static Finding<ImageStatus> notFound(String message, Optional<Instant> due) {
    return Finding.missing(new Problem("ImageNotFound", message, false), due);
  }

  /** The environment is woken as soon as its source is there, or has an image. */
  private static Finding<ImageStatus> unsourced(
      Environment environment, Optional<SoundBiteEnvironment> source) {
    var from = environment.spec().source().orElseThrow();
    var name = from.qualified(environment.owner().namespace());
    return source.isPresent()
        ? Finding.pending(
            ("Waiting for %s, which spec.promotion.from names, to have an image: its repository is"
                    + " this environment's too, unless spec.image.repository names one.")
                .formatted(name))
        : Finding.wrong(
            new Problem(
                "SourceMissing",
                ("There is no SoundBiteEnvironment %s whose repository the image would come from;"
                        + " create it, correct spec.promotion.from, or set spec.image.repository.")
                    .formatted(name),
                false));
  }

  /** What is live stays: only what would be looked for in that repository waits. */
  private static Finding<ImageStatus> ungranted(Environment environment, String repository) {
    var namespace = environment.owner().namespace();
    return Finding.wrong(
        new Problem(
            "NotGranted",
            ("Not granted to namespace %s: the repository %s, which spec.promotion.from runs images"
                    + " of. Whoever runs the operator can add it to its grants of namespace %s:"
                    + " repositories: [\"%s\"]. Or set spec.image.repository to one that is"
                    + " granted.")
                .formatted(namespace, repository, namespace, repository),
            true));
  }

  private static Duration goodFor(Resolution resolution) {
    return resolution instanceof Resolution.Resolved ? WAITING : SHORTLY;
  }

  /** Asks ECR. */
  static Resolution resolve(Places places, Question question) {
    return new Images(question.facts(), places.registries(question.scope()))
        .resolve(question.repository(), question.tag());
  }
}
