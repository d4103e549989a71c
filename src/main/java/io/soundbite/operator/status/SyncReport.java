package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.StackStatus;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.engine.Step;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
   * @param drift what differs although it had been as declared
   */
  public static SyncReport of(
      String environment, List<Step> plan, Snapshot snapshot, List<Drift> drift) {
    var stacks =
        Arrays.stream(Stack.values()).map(stack -> count(environment, stack, plan, drift)).toList();
    var problems =
        plan.stream()
            .flatMap(step -> Problem.of(step, snapshot).stream())
            .distinct()
            .sorted(Comparator.comparing(Problem::outlook).reversed())
            .toList();
    return new SyncReport(stacks, problems);
  }

  /** Whether everything is as desired. */
  public boolean synced() {
    return problems.isEmpty();
  }

  /** The gravest of what stands in the way; empty when nothing does. */
  public Optional<Problem> gravest() {
    return problems.stream()
        .findFirst()
        .map(it -> new Problem(it.reason(), message(), it.outlook()));
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

  private static StackStatus count(
      String environment, Stack stack, List<Step> plan, List<Drift> drift) {
    var steps = plan.stream().filter(step -> step.key().stack() == stack).toList();
    var drifted =
        drift.stream().map(Drift::key).filter(key -> key.stack() == stack).distinct().count();
    return new StackStatus(
        stack.in(environment),
        steps.size(),
        (int) steps.stream().filter(Step.Keep.class::isInstance).count(),
        (int) drifted);
  }
}
