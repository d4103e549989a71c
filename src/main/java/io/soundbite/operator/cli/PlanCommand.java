package io.soundbite.operator.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What applying files would do. */
@Command
final class PlanCommand extends ReportCommand {
  private static final String STDIN = "-";

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "A file of one or more environments, or - for standard input; may be repeated.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-v", "--verbose"},
      description = "List every resource that would be created.")
  private boolean verbose;

  @Option(
      names = "--force-conflicts",
      description = "As for kubectl apply --server-side: take over fields that others manage.")
  private boolean forceConflicts;

  PlanCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report report(Cluster cluster) {
    var manifests =
        files.stream().flatMap(it -> Manifest.read(label(it), text(it), cluster).stream()).toList();
    return new PlanReport(plans(manifests, cluster), verbose);
  }

  /** Whoever has several mistakes in a file is told of all at once. */
  private List<EnvironmentPlan> plans(List<Manifest> manifests, Cluster cluster) {
    var whereabouts = new Whereabouts(cluster.visible());
    var dryRun = new DryRun(cluster, forceConflicts);
    var plans = new ArrayList<EnvironmentPlan>();
    var refused = new ArrayList<String>();
    for (var manifest : manifests) {
      try {
        plans.add(EnvironmentPlan.of(dryRun.of(manifest), whereabouts));
      } catch (CommandFailure e) {
        refused.add(e.words());
      }
    }
    if (!refused.isEmpty()) {
      throw new CommandFailure(String.join("\n", refused));
    }
    return plans;
  }

  private static String label(String file) {
    return file.equals(STDIN) ? "standard input" : file;
  }

  private String text(String file) {
    try {
      return file.equals(STDIN)
          ? new String(terminal().in().readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new CommandFailure("There is no file " + file + ".", e);
    } catch (IOException e) {
      throw new CommandFailure("%s can't be read: %s".formatted(file, e), e);
    }
  }
}
