package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.PromotionSpec;
import io.soundbite.operator.blueprint.Digest;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Approves the release that waits for it: its image, its configuration and its verification Job.
 */
@Command
final class ApproveCommand extends ReportCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The environment, as production.")
  private String name = "";

  @Option(names = "--revoke", description = "Take an approval back.")
  private boolean revoke;

  ApproveCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report report(Cluster cluster) {
    var before = Edit.read(cluster, name);
    var given = Annotations.value(before.resource(), Annotations.APPROVE);
    var whereabouts = new Whereabouts(List.of(before.resource()));
    var wanted = revoke ? Optional.<String>empty() : Optional.of(waiting(before, whereabouts));
    var contents =
        revoke ? null : ApprovedContents.of(before.resource(), whereabouts, cluster.api());
    if (!given.equals(wanted)) {
      Edit.of(cluster, before, annotation(wanted)).write();
    }
    return new ApprovalReport(
        Name.of(before.resource()), wanted.orElse(null), given.orElse(null), contents);
  }

  private static Tree.Obj annotation(Optional<String> value) {
    return Tree.obj(
        "metadata",
        Tree.obj(
            "annotations",
            Tree.obj(Annotations.APPROVE, value.map(Tree::of).orElse(new Tree.Null()))));
  }

  /** Returns what an approval says of what waits. */
  private static String waiting(Applied.Version version, Whereabouts whereabouts) {
    var resource = version.resource();
    var environment = Name.of(resource);
    var status = EnvironmentStatus.of(resource);
    var image = status.image();
    var asked = resource.getSpec().image().tag();
    if (image == null || !image.tag().equals(asked)) {
      throw new CommandFailure(
          "%s: the tag %s has not been resolved to a digest, so there is nothing to approve yet. Ready: %s"
              .formatted(environment, asked, ConditionSummary.of(resource, "Ready").text()));
    }
    var live = status.release();
    if (live != null
        && live.digest().equals(image.digest())
        && ReleaseChange.isOf(live, whereabouts.release(resource))) {
      throw new CommandFailure(
          "%s: nothing waits for approval: %s (%s) is live."
              .formatted(environment, image.tag(), Digest.brief(image.digest())));
    }
    if (resource.getSpec().gates().approval() == PromotionSpec.Approval.AUTOMATIC) {
      throw new CommandFailure(
          "%s: nothing waits for approval: spec.promotion.approval is Automatic."
              .formatted(environment));
    }
    return Optional.ofNullable(status.promotion())
        .filter(any -> resource.getMetadata().getGeneration().equals(status.observedGeneration()))
        .flatMap(it -> Optional.ofNullable(it.approval()))
        .filter(it -> it.startsWith(Annotations.approval(image.tag(), image.digest(), "")))
        .orElseThrow(
            () ->
                new CommandFailure(
                    "%s: the operator has not said yet what an approval of the spec as it is now would say (status.promotion.approval); try again in a moment."
                        .formatted(environment)));
  }
}
