package io.soundbite.operator.migration;

import io.soundbite.operator.migration.Task.Action;
import java.util.List;
import java.util.Optional;

/** Says what must not be deleted with the stacks, and would be. */
final class RetentionTasks {
  private RetentionTasks() {}

  static List<Task> of(List<PlannedStack> stacks) {
    return stacks.stream()
        .filter(it -> !it.isDeleted())
        .flatMap(stack -> stack.resources().stream().flatMap(it -> task(stack, it).stream()))
        .toList();
  }

  private static Optional<Task> task(PlannedStack stack, PlannedResource planned) {
    var resource = planned.resource();
    var place = stack.name() + "/" + resource.logicalId();
    if (ResourceTypes.empties(resource)) {
      return Optional.of(
          new Task(
              Action.REMOVE,
              "%s (%s) deletes what is in the bucket or repository when the stack is deleted."
                  .formatted(place, resource.type())));
    }
    return resource.isRetained() || !planned.mustStay()
        ? Optional.empty()
        : Optional.of(new Task(Action.RETAIN, place + why(planned)));
  }

  private static String why(PlannedResource planned) {
    var name = planned.resource().name();
    return switch (planned.fate()) {
      case Fate.Adopted any -> " (%s) would be deleted with its stack.".formatted(name);
      case Fate.Setting any ->
          " would be deleted with its stack, and %s with it."
              .formatted(
                  switch (planned.resource().type()) {
                    case "AWS::SNS::Subscription" -> "a subscription that the environment uses";
                    default -> "the setting that the operator has put in its place";
                  });
      case Fate.LeftBehind any ->
          " (%s) would be deleted with its stack, with its data.".formatted(name);
    };
  }
}
