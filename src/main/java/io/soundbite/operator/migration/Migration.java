package io.soundbite.operator.migration;

import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.PodIdentityAssociation;
import io.soundbite.operator.blueprint.SlotTarget;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What becomes of CloudFormation stacks when an environment takes their place.
 *
 * @param created resources in AWS that no stack has
 * @param tasks what has to be done first; none when the environment may adopt, and the stacks may
 *     be deleted
 */
public record Migration(
    List<PlannedStack> stacks, List<Key> created, List<Task> tasks, List<String> notes) {
  public Migration {
    stacks = List.copyOf(stacks);
    created = List.copyOf(created);
    tasks = List.copyOf(tasks);
    notes = List.copyOf(notes);
  }

  /**
   * Plans the migration from {@code stacks} to {@code environment}.
   *
   * @param isLive whether the environment runs a release, and so its own processor
   * @param workers what works on the environment's queues, or may
   */
  public static Migration of(
      Environment environment,
      boolean isLive,
      List<FormerStack> stacks,
      List<FormerWorker> workers) {
    var blueprint =
        Blueprint.of(environment, SlotTarget.none()).stream()
            .filter(it -> !ResourceTypes.of(it).isEmpty())
            .filter(it -> !(it instanceof PodIdentityAssociation))
            .toList();
    var classifier = new Classifier(blueprint, stacks);
    var planned = classifier.plan();
    var adopted =
        resources(planned)
            .map(PlannedResource::fate)
            .flatMap(it -> it instanceof Fate.Adopted(var path) ? Stream.of(path) : Stream.of())
            .collect(Collectors.toSet());
    var created = blueprint.stream().filter(it -> !adopted.contains(it.key().path())).toList();
    var functions =
        resources(planned)
            .map(PlannedResource::resource)
            .filter(it -> it.type().equals(ResourceTypes.FUNCTION))
            .map(StackResource::name)
            .collect(Collectors.toSet());
    return new Migration(
        planned,
        created.stream().map(Desired::key).toList(),
        Stream.concat(
                new WorkerTasks(environment.names(), isLive, functions).of(workers).stream(),
                RetentionTasks.of(planned).stream())
            .toList(),
        new MigrationNotes(environment, isLive, classifier, stacks, created).all());
  }

  /** Whether any of the stacks has something that the environment adopts. */
  public boolean adoptsAnything() {
    return resources(stacks).anyMatch(PlannedResource::isAdopted);
  }

  private static Stream<PlannedResource> resources(List<PlannedStack> stacks) {
    return stacks.stream().flatMap(it -> it.resources().stream());
  }
}
