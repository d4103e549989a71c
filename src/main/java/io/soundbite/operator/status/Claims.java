package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import io.soundbite.operator.api.v1alpha1.AwsStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.engine.Step;
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
public record Claims(SoundBiteEnvironment resource, Environment environment) {
  private static final Comparator<SoundBiteEnvironment> FIRST =
      Comparator.comparing((SoundBiteEnvironment it) -> begun(it).isEmpty())
          .thenComparing(it -> Instant.parse(it.getMetadata().getCreationTimestamp()))
          .thenComparing(it -> it.getMetadata().getNamespace())
          .thenComparing(it -> it.getMetadata().getName());

  /** Who stands in the way; empty when nobody does. */
  public Optional<Problem> conflict(Collection<SoundBiteEnvironment> all) {
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
        Step.NAMING_CONFLICT,
        "%s is taken %s by %s/%s/%s. Delete one of the two, or create this one with another."
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

  /** Where the other is recorded to be; while nothing is recorded, the way to it must do. */
  private boolean sameAccount(SoundBiteEnvironment other) {
    var mine = resource.getSpec().aws();
    return begun(other)
        .map(
            it ->
                it.account().equals(environment.facts().account())
                    && Objects.equals(it.endpoint(), mine.endpoint()))
        .orElseGet(() -> sameWay(mine, other.getSpec().aws()));
  }

  private static boolean sameWay(AwsSpec mine, AwsSpec theirs) {
    return Objects.equals(mine.roleArn(), theirs.roleArn())
        && Objects.equals(mine.endpoint(), theirs.endpoint());
  }

  private static Optional<AwsStatus> begun(SoundBiteEnvironment it) {
    return Optional.ofNullable(it.getStatus()).map(EnvironmentStatus::aws);
  }

  private static String name(SoundBiteEnvironment other) {
    var environment = other.getSpec().environment();
    return environment == null ? other.getMetadata().getName() : environment;
  }
}
