package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.StackStatus;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.engine.Step;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How far the plan is from having nothing to do.
 *
 * @param stacks the five, counted
 * @param problems lasting ones first
 */
public record SyncReport(List<StackStatus> stacks, List<Problem> problems) {
  private static final int SHOWN = 3;

  /**
   * Counts a plan.
   *
   * @param environment names the stacks
   * @param plan Kubernetes and AWS steps alike
   * @param snapshot what failed or waits
   */
  public static SyncReport of(String environment, List<Step> plan, Snapshot snapshot) {
    var stacks =
        Arrays.stream(Stack.values()).map(stack -> count(environment, stack, plan)).toList();
    var problems =
        plan.stream()
            .flatMap(step -> Problem.of(step, snapshot).stream())
            .distinct()
            .sorted(Comparator.comparing(problem -> !problem.lasting()))
            .toList();
    return new SyncReport(stacks, problems);
  }

  /** Whether everything is as desired. */
  public boolean synced() {
    return problems.isEmpty();
  }

  /** Whether something stands in the way that will not pass by itself. */
  public boolean stalled() {
    return !problems.isEmpty() && problems.getFirst().lasting();
  }

  /** The gravest problem's reason. */
  public String reason() {
    return problems.isEmpty() ? "AsDeclared" : problems.getFirst().reason();
  }

  /** The gravest problems in words. */
  public String message() {
    if (problems.isEmpty()) {
      return "Every resource is as declared.";
    }
    var shown = problems.stream().limit(SHOWN).map(Problem::message);
    var more = problems.size() - SHOWN;
    return shown.collect(Collectors.joining("; "))
        + (more > 0 ? "; and %d more".formatted(more) : "");
  }

  private static StackStatus count(String environment, Stack stack, List<Step> plan) {
    var steps = plan.stream().filter(step -> step.key().stack() == stack).toList();
    return new StackStatus(
        stack.in(environment),
        steps.size(),
        (int) steps.stream().filter(Step.Keep.class::isInstance).count(),
        (int) steps.stream().filter(Step.Update.class::isInstance).count());
  }
}
