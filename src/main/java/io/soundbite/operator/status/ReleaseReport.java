package io.soundbite.operator.status;

import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.View;
import org.jspecify.annotations.Nullable;

/**
 * Where the release that the spec asks for stands.
 *
 * @param recorded what is recorded as of now
 * @param view what the slots show
 * @param wanted name of the wanted revision, or null while it is not known
 * @param missing why it is not known
 */
public record ReleaseReport(
    Recorded recorded, View view, @Nullable String wanted, @Nullable Problem missing) {

  /** Whether the live Service selects ready pods. */
  boolean available() {
    var live = recorded.live();
    if (live == null || view.selected().filter(live.slot()::equals).isEmpty()) {
      return false;
    }
    var slot = view.slots().get(live.slot());
    return slot != null && slot.ready() > 0;
  }

  /** Whether the wanted release is the live one. */
  boolean live() {
    return recorded.live() != null && recorded.live().revision().equals(wanted);
  }

  /**
   * What keeps the rollout from going on, in the Deployment's own words; empty text for nothing.
   */
  String stuck() {
    var rollout = recorded.rollout();
    var slot = rollout == null ? null : view.slots().get(rollout.to());
    return slot == null ? "" : slot.stuck().orElse("");
  }
}
