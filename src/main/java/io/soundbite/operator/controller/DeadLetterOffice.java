package io.soundbite.operator.controller;

import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.api.v1alpha1.DriftSpec;
import io.soundbite.operator.api.v1alpha1.RedriveStatus;
import io.soundbite.operator.aws.DeadLetters;
import io.soundbite.operator.aws.Places;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Lookups;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.metrics.RedriveMeters;
import io.soundbite.operator.status.Problem;
import io.soundbite.operator.status.Redrive;
import io.soundbite.operator.status.RedriveRules;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Counts dead letters and has them moved back, beside the reconcile thread. */
final class DeadLetterOffice {
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Duration RARELY = Duration.ofMinutes(5);
  private static final Set<String> QUEUES = Set.of(Ids.QUEUE, Ids.DEAD_LETTER_QUEUE);

  /** Whose dead letters, and where. */
  record Box(Scope scope, Names names, Owner owner) {}

  /**
   * How many there are.
   *
   * @param look asked once for each
   */
  record Look(Box box, String look) {}

  /** A round that is to begin. */
  record Round(Box box, RedriveStatus round) {}

  private final Lookups<Look, Result<Long>> looks;
  private final Lookups<Round, Result<Boolean>> rounds;

  DeadLetterOffice(Places places, Consumer<Owner> wake, Clock clock, MeterRegistry meters) {
    this(
        look -> letters(places, look.box()).count(),
        round -> begun(letters(places, round.box()).move(), round, new RedriveMeters(meters)),
        wake,
        clock);
  }

  /**
   * @param count counts; blocking
   * @param move begins a round; blocking
   */
  DeadLetterOffice(
      Function<Look, Result<Long>> count,
      Function<Round, Result<Boolean>> move,
      Consumer<Owner> wake,
      Clock clock) {
    this.looks = new Lookups<>(count, it -> pause(it, RedriveRules.EVERY), wake, clock);
    this.rounds = new Lookups<>(move, it -> pause(it, AGAIN), wake, clock);
  }

  /**
   * What is to be done, and is done if it may be.
   *
   * @param steps for the AWS half, as planned
   * @param paused whether nothing may be done at all
   */
  Redrive of(
      Environment environment, Scope scope, RedriveRules rules, List<Step> steps, boolean paused) {
    if (!rules.wanted()) {
      return rules.off();
    }
    if (paused) {
      return rules.held(
          Problem.waiting(
              "Paused", "Dead letters wait for the annotation soundbite.io/paused to go."));
    }
    if (environment.spec().drift().policy() == DriftSpec.Policy.PLAN && !rules.byHand()) {
      return rules.held(
          Problem.waiting(
              "Planned",
              "Under drift.policy: Plan nothing is moved without being asked for: set the"
                  + " annotation soundbite.io/redrive to a new value."));
    }
    var box = new Box(scope, environment.names(), environment.owner());
    return astray(steps)
        .map(it -> it.reason().equals("NotRead") ? rules.unread() : rules.held(it))
        .orElseGet(
            () ->
                rules.begins().map(it -> begin(box, rules, it)).orElseGet(() -> look(box, rules)));
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    looks.forget(owner);
    rounds.forget(owner);
  }

  private Redrive begin(Box box, RedriveRules rules, RedriveStatus round) {
    var answer = rounds.ask(new Round(box, round), box.owner());
    return answer
        .latest()
        .map(
            it ->
                switch (it) {
                  case Result.Ok<Boolean> ok -> rules.begun(round);
                  case Result.Failed<Boolean>(var failure) ->
                      rules.held(Problem.of(failure)).until(answer.due());
                })
        .orElseGet(rules::waits);
  }

  /** What was counted for another look, or too long ago, counts no more. */
  private Redrive look(Box box, RedriveRules rules) {
    if (!rules.looks()) {
      return rules.waits();
    }
    var answer = looks.ask(new Look(box, rules.look()), box.owner());
    if (!(answer instanceof Lookups.Answer.Known<Result<Long>>(var known, var until))) {
      return rules.waits();
    }
    return (switch (known) {
          case Result.Ok<Long>(var messages) -> rules.found(messages);
          case Result.Failed<Long>(var failure) -> rules.held(Problem.of(failure));
        })
        .until(answer.due());
  }

  /** Why the queues are none to move messages between; empty when they are as declared. */
  private static Optional<Problem> astray(List<Step> steps) {
    return steps.stream()
        .filter(step -> QUEUES.contains(step.key().id()))
        .flatMap(step -> astray(step).stream())
        .findFirst();
  }

  private static Optional<Problem> astray(Step step) {
    return switch (step) {
      case Step.Keep keep -> Optional.empty();
      case Step.Update(var change) when !change.touches("/redrive") -> Optional.empty();
      case Step.Blocked blocked when !blocked.diffs().isEmpty() -> Optional.empty();
      case Step.Blocked blocked ->
          Optional.of(new Problem(blocked.reason(), blocked.message(), true));
      default ->
          Optional.of(
              new Problem(
                  "Waiting",
                  "%s has to be as declared before dead letters are moved."
                      .formatted(step.key().name()),
                  false));
    };
  }

  private static Result<Boolean> begun(Result<Boolean> moved, Round round, RedriveMeters meters) {
    if (moved instanceof Result.Ok) {
      meters.begun(round.round());
    }
    return moved;
  }

  private static DeadLetters letters(Places places, Box box) {
    return new DeadLetters(places.clients(box.scope()).sqs(), box.names(), box.owner());
  }

  private static Duration pause(Result<?> answer, Duration ok) {
    return switch (answer) {
      case Result.Ok<?> any -> ok;
      case Result.Failed<?>(var failure) -> failure.kind().passing() ? AGAIN : RARELY;
    };
  }
}
