package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.VerificationJob;
import io.soundbite.operator.blueprint.Hash;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.ReleaseFields;
import io.soundbite.operator.blueprint.Releases;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Difference;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an approval covers beside the image, for whoever gives it.
 *
 * @param live the tag that is live; null before the first release, and where what it holds can't be
 *     read
 * @param changes the configuration that differs from what is live
 * @param verification what the verification Job runs; null when none is declared
 */
record ApprovedContents(
    @Nullable String live, List<FieldChange> changes, @Nullable String verification) {

  static ApprovedContents of(SoundBiteEnvironment resource, Whereabouts whereabouts, Api api) {
    var status = EnvironmentStatus.of(resource);
    var environment = whereabouts.of(resource);
    var wanted = Releases.of(environment, Objects.requireNonNull(status.image()));
    var live = live(resource, api);
    return new ApprovedContents(
        live.map(Release::tag).orElse(null),
        live.stream()
            .flatMap(it -> Difference.between(wanted.tree(), it.tree()).stream())
            .map(it -> FieldChange.of(it, null))
            .toList(),
        resource.getSpec().rollout().trial().map(ApprovedContents::words).orElse(null));
  }

  void print(Page page) {
    if (live == null) {
      page.line(
          "What is live, if anything, can't be read here, so what differs from it is not shown.");
    } else if (changes.isEmpty()) {
      page.line("Its configuration is that of %s, which is live.".formatted(live));
    } else {
      page.line("Against %s, which is live:".formatted(live));
      var table = Table.of("FIELD", "FROM", "TO");
      changes.forEach(it -> table.row(it.field(), it.from(), it.to()));
      page.table(2, table);
    }
    if (verification != null) {
      page.line("Verification Job: " + verification);
    }
  }

  /** Only what the operator stored: somebody else's would hide what differs. */
  private static Optional<Release> live(SoundBiteEnvironment resource, Api api) {
    var live = EnvironmentStatus.of(resource).release();
    if (live == null) {
      return Optional.empty();
    }
    return stored(resource.getMetadata().getNamespace(), live.revision(), api)
        .map(ReleaseFields::without)
        .filter(it -> live.revision().endsWith("-" + Hash.of(it)))
        .map(Release::read)
        .filter(it -> it.configHash().equals(live.configHash()));
  }

  /** Who approves need not be able to read it. */
  private static Optional<Tree.Obj> stored(String namespace, String revision, Api api) {
    try {
      return api.revision(namespace, revision);
    } catch (CommandFailure e) {
      return Optional.empty();
    }
  }

  private static String words(VerificationJob job) {
    return "%s%s%s"
        .formatted(
            String.join(" ", job.command()),
            job.image() == null ? "" : ", image " + job.image(),
            job.env().isEmpty()
                ? ""
                : ", variables "
                    + String.join(", ", job.env().stream().map(it -> it.name()).toList()));
  }
}
