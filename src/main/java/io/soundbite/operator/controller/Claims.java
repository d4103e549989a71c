package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.status.Problem;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names an environment takes for itself: its prefix in its namespace, its prefix and its
 * environment name in its account. Of two that claim one, the one that has begun keeps it, else the
 * older; the other touches nothing, not even what neither has made yet.
 *
 * @param resource the custom resource of {@code environment}
 */
record Claims(SoundBiteEnvironment resource, Environment environment) {
  private static final Comparator<SoundBiteEnvironment> FIRST =
      Comparator.comparing((SoundBiteEnvironment it) -> account(it).isEmpty())
          .thenComparing(it -> Instant.parse(it.getMetadata().getCreationTimestamp()))
          .thenComparing(it -> it.getMetadata().getNamespace())
          .thenComparing(it -> it.getMetadata().getName());

  /** Who stands in the way; empty when nobody does. */
  Optional<Problem> conflict(Collection<SoundBiteEnvironment> all) {
    return all.stream()
        .filter(it -> !it.getMetadata().getUid().equals(resource.getMetadata().getUid()))
        .filter(it -> FIRST.compare(it, resource) < 0)
        .sorted(FIRST)
        .flatMap(this::conflict)
        .findFirst();
  }

  private Stream<Problem> conflict(SoundBiteEnvironment other) {
    var prefix = environment.names().prefix();
    var name = environment.names().environment();
    if (samePrefix(other) && sameNamespace(other)) {
      return Stream.of(taken("spec.prefix " + prefix, "in this namespace", other));
    }
    if (!sameAccount(other)) {
      return Stream.empty();
    }
    if (name(other).equals(name)) {
      return Stream.of(taken("Environment name " + name, account(), other));
    }
    return samePrefix(other)
        ? Stream.of(taken("spec.prefix " + prefix, account(), other))
        : Stream.empty();
  }

  private String account() {
    return "in account " + environment.facts().account();
  }

  private Problem taken(String what, String where, SoundBiteEnvironment other) {
    var owner = environment.owner();
    return new Problem(
        "NamingConflict",
        "%s is taken %s by %s/%s/%s. Delete one of the two, or create this one anew with another."
            .formatted(
                what,
                where,
                owner.cluster(),
                other.getMetadata().getNamespace(),
                other.getMetadata().getName()),
        true);
  }

  private boolean sameNamespace(SoundBiteEnvironment other) {
    return other.getMetadata().getNamespace().equals(resource.getMetadata().getNamespace());
  }

  private boolean samePrefix(SoundBiteEnvironment other) {
    return other.getSpec().prefix().equals(resource.getSpec().prefix());
  }

  /** While the other's account is not known, the way to it must do. */
  private boolean sameAccount(SoundBiteEnvironment other) {
    var mine = resource.getSpec().aws();
    var theirs = other.getSpec().aws();
    return Objects.equals(mine.endpoint(), theirs.endpoint())
        && account(other)
            .map(environment.facts().account()::equals)
            .orElseGet(() -> sameRole(mine, theirs));
  }

  private static boolean sameRole(AwsSpec mine, AwsSpec theirs) {
    return Objects.equals(mine.roleArn(), theirs.roleArn());
  }

  private static Optional<String> account(SoundBiteEnvironment it) {
    var status = it.getStatus();
    return status == null || status.aws() == null
        ? Optional.empty()
        : Optional.of(status.aws().account());
  }

  private static String name(SoundBiteEnvironment other) {
    var environment = other.getSpec().environment();
    return environment == null ? other.getMetadata().getName() : environment;
  }
}
