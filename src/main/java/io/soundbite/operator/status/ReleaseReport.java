package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.SlotView;
import io.soundbite.operator.rollout.Trouble;
import io.soundbite.operator.rollout.View;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the release that the spec asks for stands.
 *
 * @param recorded what is recorded as of now
 * @param view what the slots show
 * @param wanted name of the wanted revision, or null while it is not known
 * @param missing why it is not known
 * @param held why it must wait, although it is known
 */
public record ReleaseReport(
    Recorded recorded,
    View view,
    @Nullable String wanted,
    @Nullable Problem missing,
    @Nullable Problem held) {

  /**
   * Whether the live Service selects ready pods. In the moment of a switch it selects the slot that
   * takes over, which is not recorded as live yet.
   */
  boolean available() {
    var live = Optional.ofNullable(recorded.live()).map(ReleaseStatus::slot);
    return view.selected()
        .filter(slot -> live.equals(Optional.of(slot)) || isSwitchingTo(slot))
        .map(view.slots()::get)
        .filter(slot -> slot.ready() > 0)
        .isPresent();
  }

  private boolean isSwitchingTo(Slot slot) {
    return recorded.switchingTo().equals(Optional.of(slot));
  }

  /**
   * What keeps the rollout from going on, in the pods' own words; empty text for nothing. What it
   * says of a release that the slot had before, or before it saw the new one, is not about this
   * rollout.
   */
  String stuck() {
    var rollout = recorded.rollout();
    if (rollout == null) {
      return "";
    }
    return Optional.ofNullable(view.slots().get(rollout.to()))
        .filter(slot -> rollout.revision().endsWith("-" + slot.release()))
        .flatMap(SlotView::trouble)
        .map(Trouble::text)
        .orElse("");
  }
}
