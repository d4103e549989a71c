package io.soundbite.operator.rollout;

import static io.soundbite.operator.rollout.Releases.release;
import static io.soundbite.operator.rollout.Releases.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.SlotTarget;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The size belongs to the release that a slot holds. */
class SlotSizesTest extends RolloutCase {

  /** What the tag stands for with other features: other bounds. */
  private Release with(String tag, String features) {
    var release = release(tag);
    var config = new TreeMap<>(release.config());
    config.put("FEATURES", features);
    var other = new Release(tag, release.image(), config, release.secrets(), release.pod());
    // Stored in place of the other, under its name: only the bounds are another's.
    stored.put(revision(tag).name(), other);
    return other;
  }

  private SlotTarget target(Recorded recorded, int blue, int green) {
    return target(
        rollout(recorded, view(Slot.BLUE, slot("a", blue, blue), slot("b", green, green))));
  }

  @Test
  void aSmallerReleaseOnItsWayTakesNothingFromTheLiveOne() {
    with("a", "full,scaling");
    with("b", "basic");

    var target = target(going(Step.FILLING), 8, 0);

    assertThat(target.size(Slot.BLUE)).isEqualTo(8);
    assertThat(target.size(Slot.GREEN)).isEqualTo(2);
  }

  @Test
  void norDoesOneThatWasRolledBack() {
    with("a", "full,scaling");
    with("b", "basic");
    var failed =
        going(Step.FILLING)
            .changed(
                revision("b").name(), it -> it.ended(NOON.toString(), Outcome.ROLLED_BACK, "why"))
            .with(null);

    assertThat(target(failed, 8, 2).replicas()).containsEntry(Slot.BLUE, 8);
  }

  @Test
  void aLargerReleaseBeginsWithItsLeast() {
    with("a", "basic");
    with("b", "full,scaling");

    var target = target(going(Step.FILLING), 1, 0);

    assertThat(target.size(Slot.BLUE)).isEqualTo(1);
    assertThat(target.size(Slot.GREEN)).isEqualTo(2);
  }

  /** After the switch the former release bears the former load if it comes back. */
  @Test
  void whatIsWarmKeepsItsSizeBesideASmallerOne() {
    with("a", "full,scaling");
    with("b", "basic");

    var target = target(rollout(warm(), view(Slot.GREEN, slot("a", 8, 8), slot("b", 2, 2))));
    assertThat(target.size(Slot.BLUE)).isEqualTo(8);
    assertThat(target.size(Slot.GREEN)).isEqualTo(2);

    var back = returning();
    assertThat(
            target(rollout(back, view(Slot.GREEN, slot("a", 8, 8), slot("b", 2, 2))))
                .size(Slot.BLUE))
        .isEqualTo(8);
  }

  @Test
  void withTheSameBoundsTheFormerOneFollowsTheLiveOne() {
    var target = target(rollout(warm(), view(Slot.GREEN, slot("a", 4, 4), slot("b", 2, 2))));

    assertThat(target.replicas()).containsEntry(Slot.BLUE, 2).containsEntry(Slot.GREEN, 2);
  }

  private static Recorded returning() {
    HistoryEntry failed =
        entry("b", Slot.GREEN, Outcome.LIVE).ended(NOON.toString(), Outcome.ROLLED_BACK, "why");
    return new Recorded(
        live("b", Slot.GREEN),
        under(Slot.GREEN, Slot.BLUE, "a", Step.FILLING),
        List.of(
            entry("a", Slot.BLUE, Outcome.ROLLING_OUT),
            failed,
            entry("a", Slot.BLUE, Outcome.REPLACED)));
  }
}
