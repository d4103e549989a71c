package io.soundbite.operator.rollout;

import static io.soundbite.operator.rollout.Releases.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordedTest extends RolloutCase {
  @Test
  void holdsTenAndTheLiveOneHoweverOldItIs() {
    var recorded = idle();
    for (int i = 0; i < 30; i++) {
      var tag = i % 2 == 0 ? "b" : "c";
      recorded = rollout(recorded, view(Slot.BLUE, slot("a", 2, 2))).next(want(tag));
    }

    assertThat(recorded.history()).hasSize(10);
    assertThat(recorded.history().getLast()).isEqualTo(entry("a", Slot.BLUE, Outcome.LIVE));
    assertThat(recorded.history().getFirst().outcome()).isEqualTo(Outcome.ROLLING_OUT);
  }

  @Test
  void dropsTheOldest() {
    var entries = new ArrayList<HistoryEntry>();
    entries.add(entry("a", Slot.BLUE, Outcome.LIVE));
    IntStream.range(0, 10).forEach(i -> entries.add(entry("b" + i, Slot.GREEN, Outcome.REPLACED)));

    assertThat(new Recorded(null, null, entries).history()).isEqualTo(entries.subList(0, 10));
  }

  @Test
  void isReadFromStatus() {
    var status =
        new EnvironmentStatus(
            1L,
            null,
            null,
            live("b", Slot.GREEN),
            warm().rollout(),
            warm().history(),
            List.of(),
            List.of(),
            null,
            List.of(),
            null,
            null,
            null,
            List.of(),
            List.of(),
            null,
            null,
            List.of());

    assertThat(Recorded.of(status)).isEqualTo(warm());
    assertThat(Recorded.of(EnvironmentStatus.empty())).isEqualTo(nothing());
  }

  @Test
  void namesWhatMayStillBeNeeded() {
    assertThat(going(Step.FILLING).revisions())
        .isEqualTo(Set.of(revision("a").name(), revision("b").name()));
    var forgotten = new Recorded(live("a", Slot.BLUE), null, List.of());
    assertThat(forgotten.revisions()).containsExactly(revision("a").name());
  }

  @ParameterizedTest
  @EnumSource
  void aSlotNeverUsedHasNone(Slot slot) {
    assertThat(nothing().revision(slot)).isEmpty();
    assertThat(idle().revision(slot))
        .isEqualTo(slot == Slot.BLUE ? Optional.of(revision("a").name()) : Optional.empty());
  }

  @Test
  void theLiveOneOutlivesTenOthers() {
    var entries = new ArrayList<HistoryEntry>();
    IntStream.range(0, 12).forEach(i -> entries.add(entry("b" + i, Slot.GREEN, Outcome.REPLACED)));
    entries.add(entry("a", Slot.BLUE, Outcome.LIVE));
    entries.add(entry("c", Slot.BLUE, Outcome.REPLACED));

    var kept = new Recorded(live("a", Slot.BLUE), null, entries).history();

    assertThat(kept).hasSize(10).startsWith(entries.getFirst()).contains(entries.get(8));
    assertThat(kept.getLast()).isEqualTo(entry("a", Slot.BLUE, Outcome.LIVE));
  }

  private static Recorded ended(Outcome... newestFirst) {
    var entries = Stream.of(newestFirst).map(it -> entry("b", Slot.GREEN, it)).toList();
    return new Recorded(null, null, entries);
  }

  @Test
  void failedIsWhatWasRolledBackForThisGeneration() {
    var name = revision("b").name();

    assertThat(ended(Outcome.ROLLED_BACK).failed(name, GENERATION)).isTrue();
    assertThat(ended(Outcome.ROLLED_BACK).failed(name, GENERATION + 1)).isFalse();
    assertThat(ended(Outcome.ROLLED_BACK).hasFailed(name)).isTrue();
    assertThat(ended(Outcome.ROLLING_OUT, Outcome.ROLLED_BACK).failed(name, GENERATION))
        .as("it is tried again")
        .isFalse();
    assertThat(ended(Outcome.ABANDONED).failed(name, GENERATION)).isFalse();
    assertThat(nothing().failed(name, GENERATION)).isFalse();
  }

  /** A is on its way again after B, which is still live, has failed. */
  @Test
  void returningIsWhatWasLiveBeforeWhatFailed() {
    var under = under(Slot.GREEN, Slot.BLUE, "a", Step.FILLING);
    var coming = entry("a", Slot.BLUE, Outcome.ROLLING_OUT);
    var failed = entry("b", Slot.GREEN, Outcome.ROLLED_BACK);
    var past = entry("a", Slot.BLUE, Outcome.REPLACED);
    var live = live("b", Slot.GREEN);

    assertThat(new Recorded(live, under, List.of(coming, failed, past)).returning()).isTrue();
    assertThat(new Recorded(live, under, List.of(coming, failed)).returning())
        .as("it was never live")
        .isFalse();
    assertThat(
            new Recorded(live, under, List.of(coming, entry("b", Slot.GREEN, Outcome.LIVE), past))
                .returning())
        .as("what is live has not failed")
        .isFalse();
    assertThat(new Recorded(live, null, List.of(failed, past)).returning()).isFalse();
    assertThat(new Recorded(null, under, List.of(coming, failed, past)).returning()).isFalse();
    var warm = under(Slot.BLUE, Slot.GREEN, "b", Step.WARM);
    assertThat(new Recorded(live, warm, List.of(failed, past)).returning()).isFalse();
  }
}
