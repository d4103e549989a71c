package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command on one environment, or on all of a namespace or cluster. */
@Command
class EnvironmentsCommand extends ReportCommand {
  private final Function<List<SoundBiteEnvironment>, Report> answer;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The environment, as staging or namespace/staging; default: all.")
  private @Nullable String name;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Look in all namespaces.")
  private boolean everywhere;

  EnvironmentsCommand(Terminal terminal, Function<List<SoundBiteEnvironment>, Report> answer) {
    super(terminal);
    this.answer = answer;
  }

  @Override
  final Report report(Cluster cluster) {
    if (name == null) {
      return answer(everywhere ? cluster.everywhere() : cluster.here());
    }
    if (everywhere) {
      throw new CommandFailure("Give either a name or --all-namespaces.");
    }
    return answer(List.of(cluster.environment(name)));
  }

  /** What is said of {@code environments}. */
  Report answer(List<SoundBiteEnvironment> environments) {
    return answer.apply(environments);
  }
}
