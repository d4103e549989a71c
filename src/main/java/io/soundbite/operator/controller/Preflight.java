package io.soundbite.operator.controller;

import static java.util.stream.Collectors.joining;

import io.soundbite.operator.api.v1alpha1.QuotaStatus;
import io.soundbite.operator.aws.Places;
import io.soundbite.operator.aws.Quota;
import io.soundbite.operator.aws.Quotas;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.aws.Usage;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Lookups;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.status.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Holds an environment's first creates back until the account has room for all of them, so that
 * none is half made. AWS is asked only while something is to be made. What it does not tell, it is
 * taken to have room for: AWS itself refuses what is too much.
 */
final class Preflight {
  private static final Duration KEPT = Duration.ofMinutes(2);
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final String EXCEEDED = "QuotaExceeded";

  /** What is asked of AWS. */
  record Question(Scope scope, Quota quota) {}

  /**
   * What may be made.
   *
   * @param steps the plan, with its creates held back when there is no room for them
   * @param quotas how each stands of which something is to be made; empty when nothing is
   * @param until when to ask again
   */
  record Clearance(List<Step> steps, List<QuotaStatus> quotas, Optional<Instant> until) {
    static Clearance of(List<Step> steps) {
      return new Clearance(steps, List.of(), Optional.empty());
    }
  }

  private final Lookups<Question, Result<Usage>> usages;
  private final QuotaClaims claims = new QuotaClaims();
  private final Clock clock;

  Preflight(Places places, Consumer<Owner> wake, Clock clock) {
    this(
        question -> Quotas.of(places, question.scope(), clock).usage(question.quota()),
        wake,
        clock);
  }

  /**
   * @param source asks AWS; blocking
   */
  Preflight(Function<Question, Result<Usage>> source, Consumer<Owner> wake, Clock clock) {
    this.usages =
        new Lookups<>(source, answer -> answer instanceof Result.Ok ? KEPT : AGAIN, wake, clock);
    this.clock = clock;
  }

  /** Asks beforehand what {@code asker} will ask for. */
  void prepare(Scope scope, Owner asker) {
    Stream.of(Quota.values()).forEach(quota -> usages.prepare(new Question(scope, quota), asker));
  }

  /**
   * Judges the AWS half of a plan.
   *
   * @param steps of which those that write are about to be done
   * @param live whether it was complete once: then a refusal leaves nothing half made, and what has
   *     to be healed does not wait for a count
   * @param busy whether writes are under way, so that nothing of it is begun now
   * @param before as status showed it
   */
  Clearance clear(
      Environment environment,
      Scope scope,
      List<Step> steps,
      boolean live,
      boolean busy,
      List<QuotaStatus> before) {
    var owner = environment.owner();
    var needed = needed(steps);
    if (needed.isEmpty() || live) {
      if (!busy) {
        claims.done(owner, clock.instant());
      }
      return Clearance.of(steps);
    }
    if (busy) {
      return new Clearance(steps, before, Optional.empty());
    }
    var answers = new EnumMap<Quota, Lookups.Answer<Result<Usage>>>(Quota.class);
    needed
        .keySet()
        .forEach(quota -> answers.put(quota, usages.ask(new Question(scope, quota), owner)));
    if (answers.values().stream().anyMatch(it -> it.latest().isEmpty())) {
      return new Clearance(
          held(steps, Problem.READING, "AWS is asked for the account's quotas"),
          before,
          Optional.empty());
    }
    var demands =
        claims
            .claim(owner, QuotaClaims.Account.of(environment.facts()), needed, known(answers))
            .values();
    var exceeded = demands.stream().filter(Demand::exceeded).toList();
    return new Clearance(
        exceeded.isEmpty()
            ? steps
            : held(steps, EXCEEDED, message(exceeded, environment.facts().region())),
        demands.stream().map(Demand::status).toList(),
        exceeded.isEmpty() ? Optional.empty() : due(answers.values()));
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    claims.forget(owner);
    usages.forget(owner);
  }

  private static Map<Quota, Long> needed(List<Step> steps) {
    var needed = new EnumMap<Quota, Long>(Quota.class);
    for (var step : steps) {
      if (step instanceof Step.Create(var want)) {
        Quota.of(want).ifPresent(quota -> needed.merge(quota, 1L, Long::sum));
      }
    }
    return needed;
  }

  private static Map<Quota, Usage> known(Map<Quota, Lookups.Answer<Result<Usage>>> answers) {
    var known = new EnumMap<Quota, Usage>(Quota.class);
    answers.forEach(
        (quota, answer) -> {
          if (answer.latest().orElseThrow() instanceof Result.Ok<Usage>(var usage)) {
            known.put(quota, usage);
          }
        });
    return known;
  }

  private static Optional<Instant> due(Collection<Lookups.Answer<Result<Usage>>> answers) {
    return answers.stream().flatMap(it -> it.due().stream()).min(Instant::compareTo);
  }

  /** None of the creates; what is there is still put right. */
  private static List<Step> held(List<Step> steps, String reason, String message) {
    return steps.stream()
        .map(step -> step instanceof Step.Create ? step.held(reason, message) : step)
        .toList();
  }

  private static String message(List<Demand> exceeded, String region) {
    return exceeded.stream().map(it -> it.sentence(region)).collect(joining(" "))
        + " Nothing more is made before there is room for all of it.";
  }
}
