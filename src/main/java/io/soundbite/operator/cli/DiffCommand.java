package io.soundbite.operator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Two environments side by side. */
@Command
final class DiffCommand extends ReportCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "An environment, as staging.")
  private String here = "";

  @Parameters(
      index = "1",
      paramLabel = "OTHER",
      description = "Another, as production or namespace/production.")
  private String there = "";

  DiffCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report report(Cluster cluster) {
    return DiffReport.of(cluster.environment(here), cluster.environment(there));
  }
}
