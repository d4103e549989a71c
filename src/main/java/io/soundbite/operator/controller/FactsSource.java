package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import io.soundbite.operator.api.v1alpha1.AwsStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.Identity;
import io.soundbite.operator.aws.Places;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.KmsKeys;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Lookups;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.status.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Account and issuer, asked once and kept in status, so that an absent STS stops nothing that is
 * already known.
 */
final class FactsSource {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final OperatorSettings settings;
  private final Scopes scopes;
  private final Lookups<Scope, Result<String>> accounts;
  private final Lookups<String, Result<String>> issuers;
  private final KmsKeySource keys;

  FactsSource(
      OperatorSettings settings,
      Places places,
      Supplier<Result<String>> issuer,
      KmsKeySource keys,
      Consumer<Owner> wake,
      Clock clock) {
    this.settings = settings;
    this.scopes = new Scopes(settings);
    this.keys = keys;
    this.accounts =
        new Lookups<>(scope -> account(places, scope), FactsSource::goodFor, wake, clock);
    this.issuers = new Lookups<>(any -> issuer.get(), FactsSource::goodFor, wake, clock);
  }

  /** Asks for what most environments need, so that the first need not wait for it. */
  FactsSource prepared() {
    accounts.prepare(scopes.usual());
    issuers.prepare(settings.cluster());
    return this;
  }

  /** What is known of the surroundings of {@code resource}. */
  Finding<Facts> of(SoundBiteEnvironment resource, EnvironmentStatus before) {
    var kept = Optional.ofNullable(before.aws());
    var owner = scopes.owner(resource);
    var account =
        answer(
            accounts.ask(scopes.of(resource), owner),
            kept.filter(it -> isTheWayTo(it, resource.getSpec().aws())).map(AwsStatus::account),
            "account");
    var issuer =
        answer(issuers.ask(settings.cluster(), owner), kept.map(AwsStatus::issuer), "token issuer");
    if (account.value().isEmpty()) {
      return new Finding<>(Optional.empty(), account.problem(), account.until());
    }
    if (issuer.value().isEmpty()) {
      return new Finding<>(Optional.empty(), issuer.problem(), issuer.until());
    }
    var changed = kept.map(AwsStatus::account).filter(it -> !it.equals(account.value().get()));
    if (changed.isPresent()) {
      return Finding.wrong(changed(changed.get(), account.value().get()));
    }
    var known = keys.of(resource, before, scopes.of(resource), owner);
    return known
        .value()
        .map(
            it ->
                Finding.known(
                    facts(resource, account.value().get(), issuer.value().get()).with(it)))
        .orElseGet(() -> new Finding<>(Optional.empty(), known.problem(), known.until()));
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    accounts.forget(owner);
    issuers.forget(owner);
  }

  /** What status records of where {@code environment} is. */
  static AwsStatus recorded(Environment environment) {
    var facts = environment.facts();
    var aws = environment.spec().aws();
    var keys = facts.kmsKeys();
    return new AwsStatus(
        facts.account(),
        facts.issuer(),
        aws.roleArn(),
        aws.endpoint(),
        keys.used().map(KmsKeys.Used::name).orElse(null),
        keys.current().orElse(null),
        keys.former().isEmpty() ? null : keys.former());
  }

  /** Another role or endpoint may lead to another account: what is recorded says nothing of it. */
  private static boolean isTheWayTo(AwsStatus recorded, AwsSpec aws) {
    return Objects.equals(recorded.roleArn(), aws.roleArn())
        && Objects.equals(recorded.endpoint(), aws.endpoint());
  }

  /** A second set of resources elsewhere, and the first left alone, is never what was meant. */
  private static Problem changed(String before, String now) {
    return new Problem(
        "AccountChanged",
        ("The environment is in account %s, and its credentials now lead to account %s; nothing is"
                + " touched in either. Set spec.aws.roleArn and spec.aws.endpoint (or the"
                + " operator's own credentials) back, or create a new environment.")
            .formatted(before, now),
        true);
  }

  private Facts facts(SoundBiteEnvironment resource, String account, String issuer) {
    return Facts.of(
        resource.getSpec().aws(),
        account,
        issuer,
        settings.endpoint().orElse(null),
        settings.installation());
  }

  private static Finding<String> answer(
      Lookups.Answer<Result<String>> answer, Optional<String> kept, String what) {
    return switch (answer) {
      case Lookups.Answer.Known<Result<String>>(Result.Ok<String>(var value), var until) ->
          Finding.known(value);
      case Lookups.Answer.Known<Result<String>>(Result.Failed<String>(var failure), var until) ->
          kept.map(Finding::known)
              .orElseGet(() -> Finding.missing(Problem.of(failure), answer.due()));
      case Lookups.Answer.Pending<Result<String>>(var former) ->
          kept.map(Finding::known).orElseGet(() -> Finding.pending("Asking for the " + what + "."));
    };
  }

  private static Result<String> account(Places places, Scope scope) {
    return new Identity(places.clients(scope)).read().map(Identity.Account::id);
  }

  private static Duration goodFor(Result<String> answer) {
    return answer instanceof Result.Ok ? KEPT : AGAIN;
  }
}
