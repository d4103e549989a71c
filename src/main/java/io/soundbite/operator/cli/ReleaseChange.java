package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.engine.Difference;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Another image or application configuration: it goes through the slots, and is no change of
 * Deployments.
 *
 * @param from the tag that is live; null before the first release
 * @param slot the slot that would serve
 * @param summary the same in a sentence
 * @param fields of image, configuration and pods, but for the tag
 */
record ReleaseChange(
    @Nullable String from, String to, Slot slot, String summary, List<FieldChange> fields) {

  /** From the release that was asked for to the one that is; empty when they are one. */
  static Optional<ReleaseChange> between(Release asked, Release wanted, EnvironmentStatus status) {
    var fields =
        Difference.between(wanted.tree(), asked.tree()).stream()
            .map(it -> FieldChange.of(it, null))
            .toList();
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(of(wanted, status, fields.stream().filter(it -> !isTag(it)).toList()));
  }

  /** The first release of an environment. */
  static ReleaseChange first(Release release) {
    return of(release, EnvironmentStatus.empty(), List.of());
  }

  private static boolean isTag(FieldChange field) {
    return field.field().equals("/tag");
  }

  private static ReleaseChange of(
      Release wanted, EnvironmentStatus status, List<FieldChange> fields) {
    var live = status.release();
    if (live == null) {
      var slot = Slots.live(status);
      return new ReleaseChange(null, wanted.tag(), slot, first(wanted, slot), fields);
    }
    return isOf(live, wanted)
        ? new ReleaseChange(live.tag(), wanted.tag(), live.slot(), stays(live, status), fields)
        : new ReleaseChange(
            live.tag(), wanted.tag(), live.slot().other(), rolledOut(live, wanted, status), fields);
  }

  /** Whether {@code wanted} is what {@code live} is, as far as its digest isn't asked after. */
  static boolean isOf(ReleaseStatus live, Release wanted) {
    return live.tag().equals(wanted.tag()) && live.configHash().equals(wanted.configHash());
  }

  private static String first(Release wanted, Slot slot) {
    return "Release %s, the first, in the %s slot; the digest is resolved by the operator"
        .formatted(wanted.tag(), slot.text());
  }

  private static String stays(ReleaseStatus live, EnvironmentStatus status) {
    return "Release %s stays live in the %s slot%s"
        .formatted(live.tag(), live.slot().text(), abandoned(status));
  }

  private static String rolledOut(ReleaseStatus live, Release wanted, EnvironmentStatus status) {
    var what =
        live.tag().equals(wanted.tag())
            ? "Release %s with another configuration".formatted(wanted.tag())
            : "Release %s -> %s".formatted(live.tag(), wanted.tag());
    return "%s, blue-green via the %s slot%s; the digest is resolved by the operator"
        .formatted(
            what,
            live.slot().other().text(),
            isHeld(live.slot().other(), wanted, status)
                ? ", which still holds it"
                : abandoned(status));
  }

  /** Whether {@code slot} was last given {@code wanted}, so that it takes only a switch. */
  private static boolean isHeld(Slot slot, Release wanted, EnvironmentStatus status) {
    return status.history().stream()
        .filter(it -> it.slot() == slot)
        .findFirst()
        .filter(it -> it.tag().equals(wanted.tag()))
        .filter(it -> it.configHash().equals(wanted.configHash()))
        .isPresent();
  }

  private static String abandoned(EnvironmentStatus status) {
    var rollout = status.rollout();
    return rollout == null || rollout.step() == RolloutStatus.Step.WARM
        ? ""
        : "; the rollout under way in the %s slot is given up".formatted(rollout.to().text());
  }
}
