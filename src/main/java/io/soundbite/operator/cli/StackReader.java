package io.soundbite.operator.cli;

import static java.util.stream.Collectors.toMap;

import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.migration.FormerStack;
import io.soundbite.operator.migration.StackResource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads CloudFormation's stacks, also those that were deleted in the last 90 days. */
record StackReader(AwsCli aws) {
  private static final String DELETED = "DELETE_COMPLETE";
  private static final String SKIPPED = "DELETE_SKIPPED";
  private static final Set<String> RETAINED = Set.of("Retain", "RetainExceptOnCreate");

  /**
   * A stack as the account lists it.
   *
   * @param id which deleted stacks are asked for by
   */
  record Listed(String name, String id, boolean isDeleted, String created) {}

  /**
   * The stacks of the account, by name; of several with one name the one that is there, or was
   * last.
   */
  List<Listed> all() {
    var newestFirst =
        Comparator.comparing(Listed::name)
            .thenComparing(Listed::isDeleted)
            .thenComparing(Listed::created, Comparator.reverseOrder());
    return List.copyOf(
        aws.call("cloudformation", "list-stacks")
            .items("StackSummaries")
            .filter(it -> !it.text("StackStatus").equals("REVIEW_IN_PROGRESS"))
            .map(
                it ->
                    new Listed(
                        it.text("StackName"),
                        it.text("StackId"),
                        it.text("StackStatus").equals(DELETED),
                        it.text("CreationTime")))
            .sorted(newestFirst)
            .collect(toMap(Listed::name, it -> it, (newest, older) -> newest, LinkedHashMap::new))
            .values());
  }

  /** Reads what {@code stack} holds, or held. */
  FormerStack read(Listed stack) {
    var template = template(stack);
    return new FormerStack(
        stack.name(),
        stack.isDeleted(),
        aws.call("cloudformation", "list-stack-resources", "--stack-name", stack.id())
            .items("StackResourceSummaries")
            .filter(it -> stack.isDeleted() || !it.text("ResourceStatus").equals(DELETED))
            .map(it -> resource(it, template.object(it.text("LogicalResourceId")), stack))
            .toList());
  }

  private static StackResource resource(Tree.Obj summary, Tree.Obj declared, Listed stack) {
    var isSkipped = summary.text("ResourceStatus").equals(SKIPPED);
    return new StackResource(
        summary.text("ResourceType"),
        summary.text("LogicalResourceId"),
        summary.text("PhysicalResourceId"),
        isSkipped || (!stack.isDeleted() && RETAINED.contains(declared.text("DeletionPolicy"))),
        declared.object("Properties"));
  }

  /** The resources of the template as CloudFormation took it, which CDK writes in JSON. */
  private Tree.Obj template(Listed stack) {
    var answer =
        aws.call(
            "cloudformation",
            "get-template",
            "--template-stage",
            "Processed",
            "--stack-name",
            stack.id());
    var body = answer.get("TemplateBody");
    try {
      if ((body instanceof Tree.Str(var text) ? Json.read(text) : body)
          instanceof Tree.Obj template) {
        return template.object("Resources");
      }
    } catch (IllegalArgumentException e) {
      throw notJson(stack, e);
    }
    throw notJson(stack, null);
  }

  private static CommandFailure notJson(Listed stack, @Nullable Throwable cause) {
    return new CommandFailure(
        "The template of stack %s is not JSON, as CDK's are: it can't be read here."
            .formatted(stack.name()),
        cause);
  }
}
