package io.soundbite.operator.iam;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A policy that allows, taken apart into grants.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Evaluation
 *     logic</a>
 */
public record PolicyDocument(List<Grant> grants) {
  public PolicyDocument {
    grants = List.copyOf(grants);
  }

  /** Takes {@code policy} apart; one that denies, or says what it is not about, is not judged. */
  public static PolicyDocument of(Policy policy) {
    var document = (Tree.Obj) policy.document();
    return new PolicyDocument(document.items("Statement").flatMap(PolicyDocument::grants).toList());
  }

  /** Whether {@code request} is allowed. */
  public boolean allows(Request request) {
    return grants.stream().anyMatch(it -> it.allows(request));
  }

  /** The grants that none of {@code requests} needs. */
  public List<Grant> unused(List<Request> requests) {
    return grants.stream().filter(it -> requests.stream().noneMatch(it::allows)).toList();
  }

  /** Its actions. */
  public Set<String> actions() {
    return grants.stream().map(Grant::action).collect(Collectors.toSet());
  }

  private static Stream<Grant> grants(Tree.Obj statement) {
    if (!statement.text("Effect").equals("Allow")
        || statement.get("NotAction") != null
        || statement.get("NotResource") != null) {
      throw new IllegalArgumentException("cannot judge " + statement);
    }
    var conditions =
        statement.object("Condition").fields().entrySet().stream()
            .flatMap(
                operator ->
                    ((Tree.Obj) operator.getValue())
                        .fields().entrySet().stream()
                            .map(
                                key ->
                                    new Condition(
                                        operator.getKey(),
                                        key.getKey(),
                                        Set.copyOf(texts(key.getValue())))))
            .toList();
    var resources = texts(statement.get("Resource"));
    return texts(statement.get("Action")).stream()
        .flatMap(
            action ->
                resources.stream()
                    .map(it -> new Grant(statement.text("Sid"), action, it, conditions)));
  }

  private static List<String> texts(Tree list) {
    return list instanceof Tree.Arr(var items)
        ? items.stream().map(it -> ((Tree.Str) it).value()).toList()
        : List.of();
  }
}
