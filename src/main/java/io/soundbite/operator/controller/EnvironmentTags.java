package io.soundbite.operator.controller;

import io.soundbite.operator.aws.ImageTags;
import io.soundbite.operator.aws.Places;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Lookups;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.status.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keeps an environment's tags on its images in ECR: its name on what is live, {@code
 * <name>-previous} on what was before. Looked at after each switch, and every hour.
 */
final class EnvironmentTags {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofSeconds(30);

  /** The reason of what is told of a repository whose tags can't be moved. */
  static final String IMMUTABLE = "TagsImmutable";

  /** What is to be so. */
  record Question(Scope scope, Facts facts, Owner owner, String tag, NeededImages images) {}

  private final Function<Question, Result<List<String>>> writes;
  private final Lookups<Question, Result<List<String>>> done;

  /** What is to be so by now: what was to be so before one more switch is not brought about. */
  private final ConcurrentMap<Owner, AtomicReference<Question>> newest = new ConcurrentHashMap<>();

  /** What was told of tags that can't be moved. */
  private final ConcurrentMap<Owner, Question> told = new ConcurrentHashMap<>();

  EnvironmentTags(Places places, Consumer<Owner> wake, Clock clock) {
    this(question -> write(places, question), wake, clock);
  }

  /**
   * @param writes puts the tags where they belong; blocking; tells which it moved
   */
  EnvironmentTags(
      Function<Question, Result<List<String>>> writes, Consumer<Owner> wake, Clock clock) {
    this.writes = writes;
    this.done =
        new Lookups<>(
            this::inTurn,
            answer -> answer instanceof Result.Ok || isImmutable(answer) ? KEPT : AGAIN,
            wake,
            clock);
  }

  /**
   * Known when they are there, or when there is nothing to put them on. A spec that asks for a tag
   * of these names has it to itself: who pushes it moves it.
   *
   * @param stored releases by name
   */
  Finding<Boolean> of(
      Environment environment, Scope scope, Recorded recorded, Map<String, Release> stored) {
    var tag = environment.names().environment();
    var asked = environment.spec().image().tag();
    if (asked.equals(tag) || asked.equals(ImageTags.previous(tag))) {
      return Finding.known(true);
    }
    return NeededImages.of(recorded, stored)
        .map(it -> new Question(scope, environment.facts(), environment.owner(), tag, it))
        .map(this::of)
        .orElseGet(() -> Finding.known(true));
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    newest.remove(owner);
    told.remove(owner);
    done.forget(owner);
  }

  private Finding<Boolean> of(Question question) {
    newest.computeIfAbsent(question.owner(), any -> new AtomicReference<>(question)).set(question);
    var answer = done.ask(question, question.owner());
    return answer
        .latest()
        .map(
            it ->
                switch (it) {
                  case Result.Ok<List<String>> moved -> Finding.known(true, answer.due());
                  case Result.Failed<List<String>>(var failure) when isImmutable(it) ->
                      new Finding<>(Optional.of(true), news(question, failure), answer.due());
                  case Result.Failed<List<String>>(var failure) ->
                      Finding.<Boolean>missing(problem(failure), answer.due());
                })
        .orElseGet(
            () -> Finding.pending("Putting the tag %s on the image.".formatted(question.tag())));
  }

  private static boolean isImmutable(Result<List<String>> answer) {
    return answer instanceof Result.Failed<List<String>>(var failure)
        && failure.kind() == Failure.Kind.IMMUTABLE;
  }

  /** The environment is none the less Ready, and is told once: its tags help people and expiry. */
  private Optional<Problem> news(Question question, Failure failure) {
    return question.equals(told.put(question.owner(), question))
        ? Optional.empty()
        : Optional.of(new Problem(IMMUTABLE, failure.sentence(), false));
  }

  /** One at a time for each environment, so that the last word is the newest. */
  private Result<List<String>> inTurn(Question question) {
    var wanted = newest.get(question.owner());
    if (wanted == null) {
      return new Result.Ok<>(List.of()); // it is gone
    }
    synchronized (wanted) {
      return question.equals(wanted.get()) ? writes.apply(question) : new Result.Ok<>(List.of());
    }
  }

  /** An image that is gone does not come back by itself. */
  private static Problem problem(Failure failure) {
    return failure.kind() == Failure.Kind.NOT_FOUND
        ? new Problem("ImageNotFound", failure.sentence(), true)
        : Problem.of(failure);
  }

  private static Result<List<String>> write(Places places, Question question) {
    return new ImageTags(question.facts(), places.registries(question.scope()))
        .put(question.tag(), question.images().live(), question.images().previous());
  }
}
