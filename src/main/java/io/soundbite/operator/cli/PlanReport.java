package io.soundbite.operator.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.soundbite.operator.cli.ResourceChange.Action;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What applying files would do.
 *
 * @param verbose whether the text lists every resource to create
 */
record PlanReport(List<EnvironmentPlan> environments, @JsonIgnore boolean verbose)
    implements Report {

  @Override
  public Exit exit() {
    return environments.stream().anyMatch(EnvironmentPlan::changes) ? Exit.FOUND : Exit.CLEAN;
  }

  @Override
  public void print(Page page) {
    environments.forEach(it -> print(it, page));
  }

  private void print(EnvironmentPlan plan, Page page) {
    page.gap()
        .line("%s in account %s: %s".formatted(plan.environment(), plan.account(), summary(plan)));
    declared(plan, page);
    var release = plan.release();
    if (release != null) {
      page.gap().line(release.summary() + ".");
      fields(release.fields(), page);
    }
    creates(plan, page);
    updates(plan, page);
    if (!plan.notes().isEmpty()) {
      page.gap();
      plan.notes().forEach(page::line);
    }
  }

  private static String summary(EnvironmentPlan plan) {
    var parts =
        Stream.of(
                plan.release() == null ? "" : "a release",
                part(plan.count(Action.CREATE), "to create"),
                part(plan.count(Action.UPDATE), "to update"),
                part(plan.count(Action.BLOCKED), "blocked"))
            .filter(it -> !it.isEmpty())
            .collect(Collectors.joining(", "));
    if (parts.isEmpty()) {
      return plan.changes() ? "no resource changes" : "nothing changes";
    }
    return (plan.isNew() ? "new, " : "") + parts;
  }

  private static String part(long count, String what) {
    return count == 0
        ? ""
        : "%d %s %s".formatted(count, count == 1 ? "resource" : "resources", what);
  }

  private static void declared(EnvironmentPlan plan, Page page) {
    if (!plan.declared().isEmpty()) {
      page.gap().line("Declared:");
      fields(plan.declared(), page);
    }
  }

  private static void fields(List<FieldChange> fields, Page page) {
    if (!fields.isEmpty()) {
      var table = Table.of("FIELD", "FROM", "TO");
      fields.forEach(it -> table.row(it.field(), it.from(), it.to()));
      page.table(2, table);
    }
  }

  private void creates(EnvironmentPlan plan, Page page) {
    if (plan.count(Action.CREATE) == 0) {
      return;
    }
    var created = plan.resources().stream().filter(it -> it.action() == Action.CREATE).toList();
    page.gap();
    if (verbose) {
      var table = Table.of("CREATE", "KIND", "NAME");
      created.forEach(it -> table.row(it.resource(), it.kind(), it.name()));
      page.table(2, table);
      return;
    }
    var table = Table.of("STACK", "CREATE");
    created.stream()
        .map(ResourceChange::stack)
        .distinct()
        .forEach(
            stack ->
                table.row(stack, created.stream().filter(it -> it.stack().equals(stack)).count()));
    page.table(2, table);
  }

  private static void updates(EnvironmentPlan plan, Page page) {
    var table = Table.of("ACTION", "RESOURCE", "FIELD", "FROM", "TO", "");
    var changed = plan.resources().stream().filter(it -> it.action() != Action.CREATE).toList();
    for (var change : changed) {
      for (var field : change.fields()) {
        table.row(
            change.action() == Action.UPDATE ? "update" : "blocked",
            change.resource(),
            field.field(),
            field.from(),
            field.to(),
            field.held() == null ? "" : "held: " + field.held());
      }
    }
    if (!changed.isEmpty()) {
      page.gap().table(2, table);
    }
  }
}
