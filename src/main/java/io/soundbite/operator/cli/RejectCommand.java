package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.promotion.RejectionRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rejects a release, so that it goes forward only through the gates, or takes that back. */
@Command
final class RejectCommand extends ReportCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The environment, as staging.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RELEASE",
      description =
          "A tag, a revision, or how a digest begins, of what the environment has released or"
              + " verified; default: what is live.")
  private @Nullable String release;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who read it.")
  private String reason = "";

  @Option(names = "--revoke", description = "Take a rejection back.")
  private boolean revoke;

  RejectCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report report(Cluster cluster) {
    var before = Edit.read(cluster, name);
    var environment = Name.of(before.resource());
    var status = EnvironmentStatus.of(before.resource());
    var given = Annotations.value(before.resource(), Annotations.REJECT);
    var request = request(new KnownReleases(environment, status), given);
    if (!given.equals(Optional.of(request.toString()))) {
      Edit.of(cluster, before, annotation(request)).write();
    }
    var live = status.release();
    return new RejectionReport(
        environment,
        !request.revoke(),
        request.tag(),
        request.digest(),
        live != null && live.digest().equals(request.digest()));
  }

  private RejectionRequest request(KnownReleases known, Optional<String> given) {
    if (revoke) {
      return unhandled(known, given)
          .map(RejectionRequest::revoked)
          .orElseGet(() -> RejectionRequest.revoking(known.rejection(release)));
    }
    var image = known.image(release);
    return RejectionRequest.of(image.tag(), image.digest(), reason.strip());
  }

  /** What was asked for a moment ago, and the operator has not recorded yet. */
  private Optional<RejectionRequest> unhandled(KnownReleases known, Optional<String> given) {
    return given
        .flatMap(RejectionRequest::parse)
        .filter(it -> !it.revoke() && known.status().rejected().stream().noneMatch(it::isOf))
        .filter(it -> release == null || known.image(release).digest().equals(it.digest()));
  }

  private static Tree.Obj annotation(RejectionRequest request) {
    return Tree.obj(
        "metadata",
        Tree.obj("annotations", Tree.obj(Annotations.REJECT, Tree.of(request.toString()))));
  }
}
