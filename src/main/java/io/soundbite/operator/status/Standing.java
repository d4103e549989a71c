package io.soundbite.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ParityStatus;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.blueprint.Stack;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An environment as far as others depend on it: parity with it, and promotion from it. As long as
 * this stays equal, nobody who is compared with it needs to look again.
 *
 * @param name {@code namespace/name}
 * @param resources how many each stack has; empty before the first release, when some are missing
 * @param drift null until everything was read once
 * @param shape hash of the blueprint that it was last brought to; null before it was
 * @param settled whether everything is as its spec asks
 * @param verified the releases that it held Ready with
 * @param rejected the releases that it rejected
 */
public record Standing(
    String name,
    EnvironmentSpec spec,
    Map<Stack, Integer> resources,
    @Nullable DriftStatus drift,
    @Nullable String shape,
    boolean settled,
    List<VerifiedEntry> verified,
    List<RejectedEntry> rejected) {
  public Standing {
    verified = List.copyOf(verified);
    rejected = List.copyOf(rejected);
    resources = Map.copyOf(resources);
  }

  /** As it is recorded. */
  public static Standing of(SoundBiteEnvironment environment) {
    return of(environment, EnvironmentStatus.of(environment));
  }

  /** As {@code status} says, which is not recorded yet. */
  static Standing of(SoundBiteEnvironment environment, EnvironmentStatus status) {
    var metadata = environment.getMetadata();
    return new Standing(
        metadata.getNamespace() + "/" + metadata.getName(),
        environment.getSpec(),
        resources(status),
        status.drift(),
        Optional.ofNullable(status.parity()).map(ParityStatus::shapeHash).orElse(null),
        metadata.getGeneration().equals(status.observedGeneration()) && isComplete(status),
        status.verified(),
        status.rejected());
  }

  /** The same, brought to the blueprint that {@code shape} stands for. */
  Standing broughtTo(String shape) {
    return new Standing(name, spec, resources, drift, shape, settled, verified, rejected);
  }

  /** Whether everything is there, its first release included, and brought to one blueprint. */
  boolean whole() {
    return settled && shape != null && !resources.isEmpty();
  }

  /** How many of its fields are known to have drifted. */
  int drifted() {
    return drift == null ? 0 : drift.count();
  }

  /** Whether all that is its own was read. */
  boolean read() {
    return drift != null && drift.unread() == 0;
  }

  private static Map<Stack, Integer> resources(EnvironmentStatus status) {
    var resources = new EnumMap<Stack, Integer>(Stack.class);
    if (status.release() != null) {
      for (var stack : Stack.values()) {
        status.stacks().stream()
            .filter(it -> it.name().endsWith("-" + stack.label()))
            .forEach(it -> resources.put(stack, it.resources()));
      }
    }
    return resources;
  }

  private static boolean isComplete(EnvironmentStatus status) {
    return status.stacks().size() == Stack.values().length
        && status.stacks().stream().allMatch(it -> it.ready().equals(it.resources()))
        && Conditions.find(status.conditions(), "Synced")
            .map(Condition::getStatus)
            .filter("True"::equals)
            .isPresent();
  }
}
