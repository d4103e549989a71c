package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how environments are, and on request who released what. */
@Command
final class StatusCommand extends EnvironmentsCommand {
  @Option(
      names = {"-v", "--verbose"},
      description = "List the releases, and who asked for and approved them.")
  private boolean verbose;

  StatusCommand(Terminal terminal) {
    super(terminal, StatusReport::of);
  }

  @Override
  Report answer(List<SoundBiteEnvironment> environments) {
    var report = StatusReport.of(environments);
    return verbose ? report.withReleases() : report;
  }
}
