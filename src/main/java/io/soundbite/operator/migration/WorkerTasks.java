package io.soundbite.operator.migration;

import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.migration.Task.Action;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says what has to stop before the environment's own processor starts.
 *
 * @param isLive whether it has started, so that messages in flight are its own
 * @param functions names of the stacks' functions
 */
record WorkerTasks(Names names, boolean isLive, Set<String> functions) {
  /** {@code arn:aws:lambda:<region>:<account>:function:<name>[:<version>]}. */
  private static final Pattern FUNCTION =
      Pattern.compile("arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)(:.*)?");

  List<Task> of(List<FormerWorker> workers) {
    return workers.stream().flatMap(it -> task(it).stream()).toList();
  }

  private Optional<Task> task(FormerWorker worker) {
    return switch (worker) {
      case FormerWorker.Mapping mapping -> mapping(mapping);
      case FormerWorker.Rule rule -> rule(rule);
      case FormerWorker.Schedule(var name, var isEnabled, var target) ->
          isEnabled && isAtWork(target)
              ? Optional.of(
                  new Task(
                      Action.STOP,
                      enabled("Schedule", name, target)
                          + " It is disabled in the application, or in the console."))
              : Optional.empty();
      case FormerWorker.InFlight(var queue, var messages) ->
          isLive || messages == 0
              ? Optional.empty()
              : Optional.of(
                  new Task(
                      Action.WAIT,
                      "Messages of %s that somebody works on: %d. They are finished, or visible again, when its visibility timeout has passed."
                          .formatted(queue, messages)));
    };
  }

  private static Optional<Task> mapping(FormerWorker.Mapping mapping) {
    if (mapping.isStopped()) {
      return Optional.empty();
    }
    var what =
        "Event source mapping %s (%s) hands messages of %s to function %s"
            .formatted(
                mapping.uuid(), mapping.state(), mapping.queue(), functionName(mapping.function()));
    return Optional.of(
        mapping.isStopping()
            ? new Task(Action.WAIT, what + ", until it has stopped.")
            : new Task(
                Action.STOP,
                what + ", beside the environment's processor.",
                "aws lambda update-event-source-mapping --no-enabled --uuid "
                    + ShellWord.of(mapping.uuid())));
  }

  private Optional<Task> rule(FormerWorker.Rule rule) {
    return rule.targets().stream()
        .filter(it -> rule.isEnabled() && isAtWork(it))
        .findFirst()
        .map(
            target ->
                new Task(
                    Action.STOP,
                    enabled("Rule", rule.name(), target),
                    "aws events disable-rule --name "
                        + ShellWord.of(rule.name())
                        + (rule.bus().equals("default")
                            ? ""
                            : " --event-bus-name " + ShellWord.of(rule.bus()))));
  }

  private static String enabled(String what, String name, String target) {
    return "%s %s is enabled, and its target is %s, which may move messages beside the operator."
        .formatted(what, name, functionName(target));
  }

  private boolean isAtWork(String target) {
    return functions.contains(functionName(target))
        || target.equals(names.queueArn(names.queue()))
        || target.equals(names.queueArn(names.deadLetterQueue()));
  }

  private static String functionName(String arn) {
    var function = FUNCTION.matcher(arn);
    return function.matches() ? function.group(1) : arn;
  }
}
