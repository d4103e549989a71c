package io.soundbite.operator.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What applying files would do. */
@Command
final class PlanCommand extends ReportCommand {
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
    var read = new ManifestFiles(terminal(), cluster);
    var manifests = files.stream().flatMap(it -> read.in(it).stream()).toList();
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
}
