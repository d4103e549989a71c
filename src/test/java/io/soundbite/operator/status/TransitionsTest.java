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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransitionsTest {
  private static final ReleaseStatus ONE = Situation.live("1", Slot.BLUE);
  private static final ReleaseStatus TWO = Situation.live("2", Slot.GREEN);
  private static final HistoryEntry GOING = entry("2", Slot.GREEN, Outcome.ROLLING_OUT);

  private static EnvironmentStatus status(
      @Nullable ReleaseStatus live, @Nullable RolloutStatus rollout, Condition... conditions) {
    return status(List.of(GOING), live, rollout, conditions);
  }

  private static EnvironmentStatus status(
      List<HistoryEntry> history,
      @Nullable ReleaseStatus live,
      @Nullable RolloutStatus rollout,
      Condition... conditions) {
    return new EnvironmentStatus(
        1L,
        null,
        null,
        live,
        rollout,
        history,
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

  /** While a release moves, nothing is Stalled. */
  @ParameterizedTest
  @ValueSource(strings = {"AdmissionDenied", "AccessDenied", "Contested", "InvalidRequest"})
  void whatNeedsHelpIsAWarningAlsoWhileAReleaseMoves(String reason) {
    var before = status(ONE, null, ready(true, "AsDeclared", false));

    assertThat(between(before, status(ONE, null, ready(false, reason, false))))
        .containsExactly(new Note(true, reason, "In words."));
  }

  @Test
  void withoutStalledItIsNoWarning() {
    var only = new Conditions(List.of(), 1, Situation.NOON).set("Ready", false, "Away", "M").list();

    assertThat(between(status(ONE, null), status(ONE, null, only.getFirst())))
        .containsExactly(new Note(false, "Away", "M"));
  }

  @Nested
  class Started {
    private final RolloutStatus under = under(Step.FILLING, "2", Slot.GREEN);

    private String said(HistoryEntry... history) {
      var notes = between(status(ONE, null), status(List.of(history), ONE, under));
      assertThat(notes).extracting(Note::reason).containsExactly("RolloutStarted");
      return notes.getFirst().message();
    }

    private static HistoryEntry ran(
        String tag, String digest, String config, String revision, Outcome how) {
      return new HistoryEntry(
          tag, digest, config, revision, Slot.BLUE, "then", "later", how, 6L, null, "why", null,
          null);
    }

    @Test
    void aTagThatRanWithOtherSettingsSaysSo() {
      assertThat(said(GOING, ran("2", "sha256:abc", "former", "staging-old", Outcome.REPLACED)))
          .isEqualTo(
              "Release 2 (sha256:abc) goes to the green slot. This image ran here before with"
                  + " configuration former: with configuration config it is a new release.");
      assertThat(said(GOING, ran("2", "sha256:old", "former", "staging-old", Outcome.LIVE)))
          .contains("This tag ran here before with configuration former:");
      assertThat(said(GOING, ran("1.9", "sha256:abc", "former", "staging-old", Outcome.REPLACED)))
          .contains("This image ran here before with configuration former:");
    }

    @Test
    void whatNeverRanOrRanExactlySoHasNothingToSay() {
      var plain = "Release 2 (sha256:abc) goes to the green slot.";

      assertThat(said(GOING)).isEqualTo(plain);
      assertThat(said(GOING, ran("1", "sha256:old", "former", "staging-old", Outcome.REPLACED)))
          .isEqualTo(plain);
      assertThat(said(GOING, ran("2", "sha256:abc", "former", "staging-old", Outcome.ROLLED_BACK)))
          .as("it was never live")
          .isEqualTo(plain);
      assertThat(
              said(
                  GOING,
                  ran("2", "sha256:abc", "former", "staging-old", Outcome.REPLACED),
                  ran("2", "sha256:abc", "config", GOING.revision(), Outcome.REPLACED)))
          .as("it comes back as it was")
          .isEqualTo(plain);
    }

    @Test
    void whatComesBackByItselfSaysWhy() {
      var failed = ran("1", "sha256:abc", "config", ONE.revision(), Outcome.ROLLED_BACK);
      var served = ran("2", "sha256:abc", "config", GOING.revision(), Outcome.REPLACED);

      assertThat(said(GOING, failed, served))
          .isEqualTo(
              "Release 2 (sha256:abc) goes to the green slot. It comes back by itself because"
                  + " release 1 (sha256:abc) failed.");
    }
  }

  @Nested
  class Conditioned {
    private static EnvironmentStatus saying(
        String type, String status, String reason, String message, long generation) {
      return status(
          ONE,
          null,
          new Conditions(List.of(), generation, Situation.NOON)
              .set(type, status, reason, message)
              .list()
              .getFirst());
    }

    private final EnvironmentStatus live = saying("Promoted", "True", "Live", "It is live.", 1);

    @ParameterizedTest
    @CsvSource({
      "Soaking, false",
      "Frozen, false",
      "NotApproved, false",
      "SourceMissing, true",
      "NotVerified, true",
      "DigestMoved, true",
      "ShapeDiffers, true",
      "NotSoaked, true",
      "RolledBack, true"
    })
    void aShutGateIsToldOnce(String reason, boolean warning) {
      var shut = saying("Promoted", "False", reason, "In words.", 2);

      assertThat(between(live, shut)).containsExactly(new Note(warning, reason, "In words."));
      assertThat(between(shut, shut)).isEmpty();
      assertThat(between(shut, saying("Promoted", "False", reason, "In others.", 2)))
          .as("only its words changed")
          .isEmpty();
      assertThat(between(shut, saying("Promoted", "False", reason, "In words.", 3)))
          .as("spec changed elsewhere")
          .isEmpty();
    }

    @Test
    void anotherReleaseAtTheSameGateIsToldToo() {
      assertThat(
              between(
                  saying("Promoted", "False", "NotVerified", "2 is not verified.", 2),
                  saying("Promoted", "False", "NotVerified", "3 is not verified.", 3)))
          .containsExactly(new Note(true, "NotVerified", "3 is not verified."));
    }

    @Test
    void whatIsOnItsWayOrNotFoundYetIsNot() {
      assertThat(between(live, saying("Promoted", "Unknown", "RollingOut", "M", 2))).isEmpty();
      assertThat(between(live, saying("Promoted", "False", "Resolving", "M", 2))).isEmpty();
      assertThat(between(saying("Promoted", "Unknown", "RollingOut", "M", 2), live)).isEmpty();
    }

    @Test
    void readinessDoesNotTellTheSameAgain() {
      var ready = saying("Ready", "True", "AsDeclared", "M", 1);

      for (var reason : List.of("AwaitingPromotion", "RolledBack")) {
        assertThat(between(ready, saying("Ready", "False", reason, "M", 1))).isEmpty();
      }
    }

    @Test
    void whatIsVerifiedIsToldOnce() {
      var not = saying("Verified", "False", "NotVerified", "M", 1);
      var verified = saying("Verified", "True", "HeldReady", "It held.", 1);

      assertThat(between(not, verified)).containsExactly(new Note(false, "Verified", "It held."));
      assertThat(between(verified, verified)).isEmpty();
      assertThat(between(verified, not)).isEmpty();
    }
  }
}
