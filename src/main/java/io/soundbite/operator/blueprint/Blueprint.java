package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.VerificationJob;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything one environment consists of. A pure function: features and settings change values,
 * never the set, so that staging and production are identical by construction. Only what runs an
 * image (the slots' and the processor's Deployments with their ConfigMaps) waits for the first
 * release, while one is tried out there is a Job more, where the cluster has Pod Identity there is
 * an association for each role, and alarms and widgets on metrics of pods are where these exist.
 */
public final class Blueprint {
  private Blueprint() {}

  /**
   * The resources of {@code environment}, AWS first, stack by stack.
   *
   * @param slots what each slot should hold; {@link SlotTarget#none()} before the first release
   */
  public static List<Desired> of(Environment environment, SlotTarget slots) {
    var resources = new ArrayList<Desired>();
    resources.addAll(new DatabaseStack(environment).resources());
    resources.addAll(new StorageStack(environment).resources());
    resources.addAll(new QueueStack(environment).resources());
    resources.addAll(new ComputeStack(environment).resources());
    resources.addAll(new ApiStack(environment).resources());
    resources.addAll(new Guards(environment).objects());
    resources.addAll(new Exposure(environment, slots).objects());
    resources.add(new Autoscaler(environment, slots).object());
    var deployments = new Deployments(environment);
    for (var slot : Slot.values()) {
      slots
          .release(slot)
          .map(release -> deployments.slot(slot, release, slots))
          .ifPresent(resources::addAll);
    }
    slots.processor().map(deployments::processor).ifPresent(resources::addAll);
    slots
        .trial()
        .flatMap(
            trial ->
                environment
                    .spec()
                    .rollout()
                    .trial()
                    .filter(VerificationJob::namesDigest)
                    .map(job -> new Trials(environment).job(trial, job)))
        .ifPresent(resources::add);
    return List.copyOf(resources);
  }

  /**
   * What {@code environment} would have under other settings of the operator, and must not have
   * under these. Nothing of it holds data.
   */
  public static List<Desired> retired(Environment environment) {
    return List.copyOf(new PodAlarms(environment).retired());
  }

  /**
   * What runs pods, by name alone: enough to take it down, whatever became of the releases that say
   * what it holds.
   */
  public static List<KubeObject> pods(Environment environment) {
    return new Deployments(environment).bare();
  }

  /** What waits for a release, by name alone. */
  public static List<KubeObject> waiting(Environment environment) {
    var deployments = new Deployments(environment);
    return Stream.of(
            deployments.bare(), deployments.bareConfigs(), List.of(new Trials(environment).bare()))
        .flatMap(List::stream)
        .toList();
  }
}
