package io.soundbite.operator.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.migration.Migration;
import io.soundbite.operator.migration.Task;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What becomes of stacks.
 *
 * @param isLive whether the environment runs a release
 * @param create resources that no stack has
 * @param first what has to be done first
 * @param verbose whether the text lists every resource to create
 */
record MigrationReport(
    Name environment,
    String account,
    String region,
    @JsonProperty("isLive") boolean isLive,
    List<MigratedStack> stacks,
    List<Create> create,
    List<Task> first,
    List<String> notes,
    @JsonIgnore boolean verbose)
    implements Report {

  /**
   * A resource that the operator creates.
   *
   * @param resource its path, as {@code Queue/Alarm/QueueDepth}
   * @param name what AWS will call it
   */
  record Create(String resource, String name) {
    static Create of(Key key) {
      return new Create(key.path(), key.name());
    }

    private String stack() {
      return resource.substring(0, resource.indexOf('/'));
    }
  }

  static MigrationReport of(
      Name name, Environment environment, boolean isLive, Migration migration, boolean verbose) {
    return new MigrationReport(
        name,
        environment.facts().account(),
        environment.facts().region(),
        isLive,
        migration.stacks().stream().map(MigratedStack::of).toList(),
        migration.created().stream().map(Create::of).toList(),
        migration.tasks(),
        migration.notes(),
        verbose);
  }

  @Override
  public Exit exit() {
    return first.isEmpty() ? Exit.CLEAN : Exit.FOUND;
  }

  @Override
  public void print(Page page) {
    page.line("%s   %s in %s".formatted(environment, account, region));
    stacks.forEach(it -> it.print(page));
    if (!isLive && !create.isEmpty()) {
      printCreate(page);
    }
    printRemovals(page);
    if (!notes.isEmpty()) {
      page.gap();
      notes.forEach(page::line);
    }
    printFirst(page);
  }

  private void printCreate(Page page) {
    var table = verbose ? Table.of("RESOURCE", "NAME") : Table.of("STACK", "CREATE");
    if (verbose) {
      create.forEach(it -> table.row(it.resource(), it.name()));
    } else {
      create.stream()
          .collect(Collectors.groupingBy(Create::stack, TreeMap::new, Collectors.counting()))
          .forEach((stack, count) -> table.row(stack, count));
    }
    page.gap()
        .line("Created in AWS, since no stack has them: %d".formatted(create.size()))
        .table(2, table);
  }

  private void printRemovals(Page page) {
    var removals = stacks.stream().flatMap(MigratedStack::removals).toList();
    if (!removals.isEmpty()) {
      page.gap()
          .line("Left behind by stacks that are deleted. What nothing else needs is deleted with:");
      removals.forEach(it -> page.command(2, it));
    }
  }

  private void printFirst(Page page) {
    page.gap();
    if (first.isEmpty()) {
      page.line("Nothing has to be done first.");
      return;
    }
    page.line("To be done first:");
    for (var task : first) {
      var action = task.action().name().toLowerCase(Locale.ROOT);
      page.table(2, Table.plain().row("%-6s".formatted(action), task.why()));
      Stream.of(task.command()).filter(it -> !it.isEmpty()).forEach(it -> page.command(11, it));
    }
  }
}
