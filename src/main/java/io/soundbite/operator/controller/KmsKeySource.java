package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.KmsKey;
import io.soundbite.operator.aws.Places;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.KeyGrant;
import io.soundbite.operator.blueprint.KeyPolicy;
import io.soundbite.operator.blueprint.KmsKeys;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.engine.Lookups;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.status.Note;
import io.soundbite.operator.status.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The KMS keys that environments name: which key an alias stands for, and whether AWS's services,
 * the operator and the pods can use it, before anything is encrypted with it.
 */
final class KmsKeySource {
  private static final Duration KEPT = Duration.ofMinutes(2);
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private static final String LACKS =
      "spec.aws.kmsKey %s: the policy of key %s does not allow %s. Add statements that do"
          + " (docs/security.md, A KMS key of your own). Nothing is encrypted with the key before.";

  /** What is asked of KMS. */
  record Question(Scope scope, String name) {}

  private static final String UNREAD =
      "The policy of spec.aws.kmsKey %s can't be read (kms:GetKeyPolicy; of a key in another account"
          + " never), so it is not checked: AWS will refuse what it does not allow.";

  private final Lookups<Question, Result<KmsKey>> keys;

  /** Who was told that a key's policy is not checked. */
  private final Set<Owner> told = ConcurrentHashMap.newKeySet();

  KmsKeySource(Places places, Consumer<Owner> wake, Clock clock) {
    this(question -> KmsKey.read(places.clients(question.scope()), question.name()), wake, clock);
  }

  /**
   * @param source asks KMS; blocking
   */
  KmsKeySource(Function<Question, Result<KmsKey>> source, Consumer<Owner> wake, Clock clock) {
    this.keys =
        new Lookups<>(
            source,
            answer -> answer instanceof Result.Ok<KmsKey>(KmsKey.Usable any) ? KEPT : AGAIN,
            wake,
            clock);
  }

  /**
   * Returns the keys of {@code resource}. An alias that can't be looked up leaves an environment
   * with the key that it had; one that has not begun waits for it.
   */
  Finding<KmsKeys> of(
      SoundBiteEnvironment resource, EnvironmentStatus before, Scope scope, Owner owner) {
    var recorded = KmsKeys.recorded(before.aws());
    var name = resource.getSpec().aws().kmsKey();
    if (resource.isMarkedForDeletion()) {
      return Finding.known(recorded);
    }
    if (name == null) {
      return Finding.known(recorded.then(Optional.empty()));
    }
    if (isKeyArn(name)) {
      return Finding.known(recorded.then(Optional.of(new KmsKeys.Used(name, name))));
    }
    var answer = keys.ask(new Question(scope, name), owner);
    var arn = answer.latest().flatMap(KmsKeySource::arn);
    if (arn.isPresent()) {
      return Finding.known(recorded.then(Optional.of(new KmsKeys.Used(name, arn.get()))));
    }
    if (!before.stacks().isEmpty()) {
      return Finding.known(recorded);
    }
    return answer
        .latest()
        .flatMap(it -> problem(name, it))
        .map(it -> Finding.<KmsKeys>missing(it, answer.due()))
        .orElseGet(() -> Finding.pending("Asking KMS for " + name + "."));
  }

  /** Returns whether the environment's key can be used, or what is in the way. */
  Finding<KmsUse> use(Environment environment, Scope scope) {
    var name = environment.spec().aws().kmsKey();
    if (name == null) {
      return Finding.known(KmsUse.NOTHING_TO_CHECK);
    }
    var answer = keys.ask(new Question(scope, name), environment.owner());
    return answer
        .latest()
        .map(it -> use(environment, name, it, answer.due()))
        .orElseGet(() -> Finding.pending("Asking KMS for " + name + "."));
  }

  /** Returns what people are told of a key that can't be checked: once. */
  Optional<Note> news(Environment environment, Finding<KmsUse> use) {
    return use.value()
        .filter(KmsUse.UNCHECKED::equals)
        .filter(any -> told.add(environment.owner()))
        .map(
            any ->
                new Note(
                    false,
                    "KmsKeyPolicyUnread",
                    UNREAD.formatted(environment.spec().aws().kmsKey())));
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    told.remove(owner);
    keys.forget(owner);
  }

  private static Finding<KmsUse> use(
      Environment environment, String name, Result<KmsKey> answer, Optional<Instant> due) {
    var problem = problem(name, answer);
    if (problem.isPresent()) {
      return Finding.missing(problem.get(), due);
    }
    return answer instanceof Result.Ok<KmsKey>(KmsKey.Usable(var arn, var policy))
        ? policy
            .map(it -> checked(environment, name, arn, it, due))
            .orElseGet(() -> Finding.known(KmsUse.UNCHECKED))
        : Finding.known(KmsUse.NOTHING_TO_CHECK);
  }

  private static Finding<KmsUse> checked(
      Environment environment, String name, String arn, Policy policy, Optional<Instant> due) {
    var missing = new KeyPolicy(policy).missing(KeyGrant.of(environment));
    return missing.isEmpty()
        ? Finding.known(KmsUse.CHECKED)
        : Finding.missing(
            new Problem(KmsUse.GRANT_MISSING, LACKS.formatted(name, arn, text(missing)), true),
            due);
  }

  private static String text(List<KeyGrant> missing) {
    return missing.stream().map(KeyGrant::toString).collect(Collectors.joining("; "));
  }

  private static Optional<Problem> problem(String name, Result<KmsKey> answer) {
    return switch (answer) {
      case Result.Failed<KmsKey>(var failure) -> Optional.of(Problem.of(failure));
      case Result.Ok<KmsKey>(KmsKey.Unusable(var arn, var why)) ->
          Optional.of(
              new Problem(
                  KmsUse.UNUSABLE,
                  "spec.aws.kmsKey %s can't be used: %s.".formatted(name, why),
                  true));
      case Result.Ok<KmsKey>(KmsKey.Usable usable) -> Optional.empty();
    };
  }

  private static Optional<String> arn(Result<KmsKey> answer) {
    return switch (answer) {
      case Result.Failed<KmsKey> failed -> Optional.empty();
      case Result.Ok<KmsKey>(KmsKey.Unusable(var arn, var why)) -> arn;
      case Result.Ok<KmsKey>(KmsKey.Usable(var arn, var policy)) -> Optional.of(arn);
    };
  }

  private static boolean isKeyArn(String name) {
    return name.startsWith("arn:") && name.contains(":key/");
  }
}
