package io.soundbite.operator.status;

import static io.soundbite.operator.status.Situation.entry;
import static io.soundbite.operator.status.Situation.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransitionsTest {
  private static final ReleaseStatus ONE = Situation.live("1", Slot.BLUE);
  private static final ReleaseStatus TWO = Situation.live("2", Slot.GREEN);
  private static final HistoryEntry GOING = entry("2", Slot.GREEN, Outcome.ROLLING_OUT);

  private static EnvironmentStatus status(
      @Nullable ReleaseStatus live, @Nullable RolloutStatus rollout, Condition... conditions) {
    return new EnvironmentStatus(
        1L,
        null,
        null,
        live,
        rollout,
        List.of(GOING),
        List.of(),
        List.of(),
        null,
        null,
        null,
        List.of(),
        null,
        List.of(conditions));
  }

  private static Condition[] ready(boolean status, String reason, boolean stalled) {
    return new Conditions(List.of(), 1, Situation.NOON)
        .set("Ready", status, reason, "In words.")
        .set("Stalled", stalled, reason, "In words.")
        .list()
        .toArray(Condition[]::new);
  }

  private static List<Note> between(EnvironmentStatus before, EnvironmentStatus after) {
    return Transitions.between(before, after);
  }

  @Test
  void nothingChanged() {
    var status = status(ONE, under(Step.FILLING, "2", Slot.GREEN), ready(true, "R", false));

    assertThat(between(status, status)).isEmpty();
    assertThat(between(EnvironmentStatus.empty(), EnvironmentStatus.empty())).isEmpty();
  }

  @Test
  void aWholeRolloutIsToldInTwoNotes() {
    var steps =
        List.of(
            status(ONE, null),
            status(ONE, under(Step.FILLING, "2", Slot.GREEN)),
            status(ONE, under(Step.SWITCHING, "2", Slot.GREEN)),
            status(ONE, under(Step.FILLING, "2", Slot.GREEN)),
            status(ONE, under(Step.SWITCHING, "2", Slot.GREEN)),
            status(TWO, under(Step.WARM, "2", Slot.GREEN)),
            status(TWO, null));
    var notes = new java.util.ArrayList<Note>();
    for (int i = 1; i < steps.size(); i++) {
      notes.addAll(between(steps.get(i - 1), steps.get(i)));
    }

    assertThat(notes)
        .containsExactly(
            new Note(false, "RolloutStarted", "Release 2 (sha256:abc) goes to the green slot."),
            new Note(
                false,
                "Switched",
                "The live Service selects the green slot: release 2 (sha256:abc)."));
  }

  @Test
  void aReleaseThatTakesAnothersPlaceIsTold() {
    assertThat(
            between(
                status(ONE, under(Step.FILLING, "3", Slot.GREEN)),
                status(ONE, under(Step.FILLING, "2", Slot.GREEN))))
        .extracting(Note::reason)
        .containsExactly("RolloutStarted");
    assertThat(
            between(
                status(TWO, under(Step.WARM, "2", Slot.GREEN)),
                status(TWO, under(Step.FILLING, "unknown", Slot.BLUE))))
        .as("what no history names")
        .isEmpty();
  }

  @Test
  void theFirstReleaseIsTold() {
    assertThat(between(status(null, null), status(ONE, null)))
        .extracting(Note::reason)
        .containsExactly("Switched");
  }

  @Test
  void readinessIsToldWhenStatusOrReasonChange() {
    var before = status(ONE, null, ready(false, "Throttled", false));

    assertThat(between(before, status(ONE, null, ready(true, "AsDeclared", false))))
        .containsExactly(new Note(false, "Ready", "In words."));
    assertThat(between(before, status(ONE, null, ready(false, "AccessDenied", true))))
        .containsExactly(new Note(true, "AccessDenied", "In words."));
    assertThat(between(before, status(ONE, null, ready(false, "Throttled", true)))).isEmpty();
    assertThat(between(before, status(ONE, null, ready(true, "Throttled", false))))
        .containsExactly(new Note(false, "Ready", "In words."));
    assertThat(between(status(ONE, null), before))
        .containsExactly(new Note(false, "Throttled", "In words."));
  }

  @Test
  void whatComesAndGoesWithEveryChangeIsNotTold() {
    var before = status(ONE, null, ready(true, "AsDeclared", false));

    for (var reason : List.of("Reading", "NotRead", "Creating", "Updating", "RollingOut")) {
      assertThat(between(before, status(ONE, null, ready(false, reason, false)))).isEmpty();
    }
  }

  @Test
  void withoutStalledItIsNoWarning() {
    var only = new Conditions(List.of(), 1, Situation.NOON).set("Ready", false, "Away", "M").list();

    assertThat(between(status(ONE, null), status(ONE, null, only.getFirst())))
        .containsExactly(new Note(false, "Away", "M"));
  }
}
