package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Bounds;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.SlotTarget;
import java.util.Map;
import java.util.Optional;

/**
 * What an environment's slots hold, as status tells: the spec's release in both. Which release a
 * slot really holds is the operator's knowledge, and changes no other resource.
 */
final class Slots {
  private Slots() {}

  /** The slots as they are; nothing is in them before the first release. */
  static SlotTarget of(Environment environment, Release release, EnvironmentStatus status) {
    return status.release() == null && status.rollout() == null
        ? SlotTarget.none()
        : filled(environment, release, live(status));
  }

  /** The slots once the environment has a release, with {@code live} serving. */
  static SlotTarget filled(Environment environment, Release release, Slot live) {
    return SlotTarget.resting(
        live,
        Map.of(live, release, live.other(), release),
        Map.of(live, Bounds.of(environment.spec().features()).min(), live.other(), 0),
        Optional.of(release));
  }

  /** The slot that serves, or will. */
  static Slot live(EnvironmentStatus status) {
    return Optional.ofNullable(status.release())
        .map(ReleaseStatus::slot)
        .or(() -> Optional.ofNullable(status.rollout()).map(it -> it.to()))
        .orElse(Slot.BLUE);
  }
}
