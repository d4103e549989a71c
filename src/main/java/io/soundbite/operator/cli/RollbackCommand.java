package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.ReleaseFields;
import io.soundbite.operator.blueprint.Tree;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Back to an earlier release, image and configuration. */
@Command
final class RollbackCommand extends ActingCommand {
  private static final String MISMATCH =
      "%s: Nothing was written. The fields stored in ControllerRevision %s ask for another"
          + " configuration than that release had (status.history): somebody changed them, or"
          + " another version of the operator rendered them. Look at the changes above; if they are"
          + " what you mean, say --restore-unmatched.";

  @Parameters(index = "0", paramLabel = "NAME", description = "The environment, as production.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RELEASE",
      description =
          "A tag, a revision, or how a digest begins, of status.history; default: what was live"
              + " before.")
  private @Nullable String release;

  @Option(
      names = "--restore-unmatched",
      description =
          "Restore the fields also where they ask for another configuration than status.history"
              + " has.")
  private boolean unmatched;

  RollbackCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Act act(Cluster cluster) {
    var before = Edit.read(cluster, name);
    var environment = Name.of(before.resource());
    var whereabouts = new Whereabouts(cluster.visible());
    var target = target(before, whereabouts);
    var now = ReleaseFields.of(before.resource().getSpec());
    var patch = stored(cluster, environment, target).patch(now);
    if (patch.fields().isEmpty()) {
      throw new CommandFailure(
          "%s: the spec asks for %s already; kubectl sbenv status %s tells how it is."
              .formatted(environment, target.tag(), environment));
    }
    var edit = Edit.of(cluster, before, Tree.obj("spec", patch));
    var applied = edit.dryRun();
    var plan = EnvironmentPlan.of(applied, whereabouts);
    var same = isOf(target, whereabouts.release(applied.after().resource()));
    return new Act(
        edit,
        RollbackReport.of(
            target,
            EnvironmentStatus.of(before.resource()),
            GateQuestion.of(before.resource(), cluster)
                .rulings(
                    target.tag(),
                    target.digest(),
                    same ? Optional.of(target.revision()) : Optional.empty()),
            plan),
        target.digest(),
        same || unmatched ? null : MISMATCH.formatted(environment, target.revision()));
  }

  /**
   * Whoever may write ControllerRevisions can change the fields beside a release. What the release
   * was is in status.
   */
  private static boolean isOf(HistoryEntry target, Release asked) {
    return target.tag().equals(asked.tag()) && target.configHash().equals(asked.configHash());
  }

  private HistoryEntry target(Applied.Version before, Whereabouts whereabouts) {
    var resource = before.resource();
    var status = EnvironmentStatus.of(resource);
    var past = new PastReleases(Name.of(resource), status);
    if (release != null) {
      return past.called(release);
    }
    var target = past.previous();
    var live = status.release();
    if (live != null && !ReleaseChange.isOf(live, whereabouts.release(resource))) {
      throw new CommandFailure(
          "%s: %s is live, and the spec asks for something else. Say which: kubectl sbenv rollback %s %s goes back to what is live, %s to what was live before."
              .formatted(
                  past.environment(),
                  live.tag(),
                  past.environment(),
                  live.revision(),
                  target.revision()));
    }
    return target;
  }

  private static ReleaseFields stored(Cluster cluster, Name environment, HistoryEntry target) {
    var data =
        cluster
            .api()
            .revision(environment.namespace(), target.revision())
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "%s: the ControllerRevision %s, which held %s, is gone."
                            .formatted(environment, target.revision(), target.tag())));
    return ReleaseFields.in(data)
        .orElseThrow(
            () ->
                new CommandFailure(
                    "%s: %s was stored by an earlier operator, which did not note what asked for it. Set spec.image.tag to \"%s\", and the rest of the spec as it was then."
                        .formatted(environment, target.revision(), target.tag())));
  }
}
