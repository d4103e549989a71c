package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What one environment has verified, into the next: a change of the image's tag. */
@Command
final class PromoteCommand extends ActingCommand {
  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "The environment that has verified the image, as staging.")
  private String source = "";

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "The environment that gets it, as production.")
  private String target = "";

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "A tag that the source has verified; default: the one that is live there.")
  private @Nullable String tag;

  PromoteCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Act act(Cluster cluster) {
    var from = cluster.environment(source);
    var before = Edit.read(cluster, target);
    var to = before.resource();
    assertGoesBefore(from, to);
    var image = image(from);
    var edit =
        Edit.of(cluster, before, Tree.obj("spec", Tree.obj("image", Tree.obj("tag", image.tag()))));
    var gates =
        new GateQuestion(to, Optional.of(from))
            .rulings(image.tag(), resolved(to, image), Optional.empty());
    var report =
        new PromotionReport(
            Name.of(from),
            image.tag(),
            image.digest(),
            gates,
            EnvironmentPlan.of(edit.dryRun(), new Whereabouts(cluster.visible())));
    return new Act(edit, report, image.digest(), report.refusal());
  }

  private static void assertGoesBefore(SoundBiteEnvironment from, SoundBiteEnvironment to) {
    GateQuestion.named(to)
        .filter(it -> !it.equals(Name.of(from)))
        .ifPresent(
            it -> {
              throw new CommandFailure(
                  "%s is promoted from %s (spec.promotion.from), and from nothing else: kubectl sbenv promote %s %s."
                      .formatted(Name.of(to), it, it, Name.of(to)));
            });
  }

  /** An image and its tag. */
  private record Image(String tag, String digest) {}

  private Image image(SoundBiteEnvironment from) {
    var status = EnvironmentStatus.of(from);
    if (tag != null) {
      return verified(from, tag);
    }
    var live = status.release();
    if (live == null) {
      throw new CommandFailure("%s: nothing is live there yet.".formatted(Name.of(from)));
    }
    return new Image(live.tag(), live.digest());
  }

  /** The image that was called {@code tag} there: verified is its digest, under whichever tag. */
  private static Image verified(SoundBiteEnvironment from, String tag) {
    var verified = verified(EnvironmentStatus.of(from));
    return verified.stream()
        .filter(it -> it.tag().equals(tag))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "%s has not verified the tag %s; it has verified: %s."
                        .formatted(
                            Name.of(from),
                            tag,
                            verified.isEmpty()
                                ? "nothing"
                                : verified.stream()
                                    .map(Image::tag)
                                    .distinct()
                                    .collect(Collectors.joining(", ")))));
  }

  /** Every tag of what was verified, that of the newest span first. */
  private static List<Image> verified(EnvironmentStatus status) {
    var digests = status.verified().stream().map(VerifiedEntry::digest).collect(Collectors.toSet());
    return Stream.concat(
            status.verified().stream().map(it -> new Image(it.tag(), it.digest())),
            status.history().stream().map(it -> new Image(it.tag(), it.digest())))
        .filter(it -> digests.contains(it.digest()))
        .distinct()
        .toList();
  }

  /** The target keeps what it has resolved a tag to. */
  private static String resolved(SoundBiteEnvironment to, Image image) {
    return Optional.ofNullable(EnvironmentStatus.of(to).image())
        .filter(it -> it.tag().equals(image.tag()))
        .map(it -> it.digest())
        .orElse(image.digest());
  }
}
