package io.soundbite.operator.controller;

import io.soundbite.operator.aws.Places;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.aws.WebIdentity;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.PodIdentity;
import io.soundbite.operator.engine.Lookups;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.status.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether the pods' tokens will be accepted by the roles: IAM must know the cluster's issuer. Pods
 * that get their credentials by Pod Identity need no such tokens.
 */
final class IdentityProviders {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private record Question(Scope scope, String arn) {}

  private final Lookups<Question, Result<Boolean>> known;

  private final Optional<PodIdentity> podIdentity;

  /**
   * @param podIdentity of the installation
   */
  IdentityProviders(
      Optional<PodIdentity> podIdentity, Places places, Consumer<Owner> wake, Clock clock) {
    this.podIdentity = podIdentity;
    this.known =
        new Lookups<>(
            question ->
                new WebIdentity(places.clients(question.scope()).iam()).knows(question.arn()),
            answer -> answer instanceof Result.Ok<Boolean>(var yes) && yes ? KEPT : AGAIN,
            wake,
            clock);
  }

  /** Known, or a problem; LocalStack mode and Pod Identity have no tokens to be accepted. */
  Finding<Boolean> of(Environment environment, Scope scope) {
    if (environment.facts().localStack() || environment.facts().podIdentity() != null) {
      return Finding.known(true);
    }
    var arn = environment.names().identityProviderArn();
    var answer = known.ask(new Question(scope, arn), environment.owner());
    return answer
        .latest()
        .map(it -> finding(it, environment, answer.due()))
        .orElseGet(() -> Finding.pending("Asking IAM for the cluster's identity provider."));
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    known.forget(owner);
  }

  private Finding<Boolean> finding(
      Result<Boolean> answer, Environment environment, Optional<Instant> due) {
    return switch (answer) {
      case Result.Failed<Boolean>(var failure) -> Finding.missing(Problem.of(failure), due);
      case Result.Ok<Boolean>(var yes) ->
          yes ? Finding.known(true) : Finding.missing(missing(environment), due);
    };
  }

  private Problem missing(Environment environment) {
    var why =
        podIdentity
            .map(
                it ->
                    (" EKS Pod Identity can't be used for roles of account %s: the cluster %s is in"
                            + " account %s.")
                        .formatted(environment.facts().account(), it.cluster(), it.account()))
            .orElse("");
    return new Problem(
        "IdentityProviderMissing",
        ("IAM does not know this cluster's token issuer, so pods can't assume their roles.%s Run: aws"
                + " iam create-open-id-connect-provider --url https://%s --client-id-list"
                + " sts.amazonaws.com")
            .formatted(why, environment.facts().issuer()),
        true);
  }
}
