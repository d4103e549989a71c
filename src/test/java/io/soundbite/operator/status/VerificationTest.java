package io.soundbite.operator.status;

import static io.soundbite.operator.status.Situation.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ParityStatus;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.promotion.Verified;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What status says of the releases that an environment has held Ready with. */
class VerificationTest {
  private static final ReleaseStatus LIVE = Situation.live("1.4.2", Slot.BLUE);
  private static final HistoryEntry ENTRY = Situation.entry("1.4.2", Slot.BLUE, Outcome.LIVE);
  private static final Instant HELD = NOON.plus(Verified.HOLD);

  private final SoundBiteEnvironment environment = new Subject("staging").environment();

  private static EnvironmentStatus status(
      @Nullable ReleaseStatus live, boolean ready, HistoryEntry entry) {
    return new EnvironmentStatus(
        4L,
        null,
        null,
        live,
        null,
        List.of(entry),
        List.of(),
        List.of(),
        null,
        List.of(),
        null,
        new ParityStatus(null, null, "shape", List.of(), List.of()),
        null,
        List.of(),
        List.of(),
        null,
        null,
        new Conditions(List.of(), 4, NOON).set("Ready", ready, "R", "In words.").list());
  }

  private EnvironmentStatus at(Instant now, EnvironmentStatus status) {
    return new Verification(environment, now).in(status);
  }

  private static String condition(EnvironmentStatus status) {
    var it = Conditions.find(status.conditions(), "Verified").orElseThrow();
    return it.getStatus() + " " + it.getReason() + ": " + it.getMessage();
  }

  @Test
  void beforeTheFirstReleaseNothingIsSaid() {
    var status = status(null, false, ENTRY);

    assertThat(at(HELD, status)).isEqualTo(status);
  }

  @Test
  void whatIsReadForVerificationIsWhatStatusSays() {
    var verified = new Verification(environment, NOON).of(status(LIVE, true, ENTRY));

    assertThat(verified.live()).isEqualTo(LIVE);
    assertThat(verified.history()).contains(ENTRY);
    assertThat(verified.ready()).contains(NOON);
    assertThat(verified.shape()).contains("shape");
    assertThat(verified.trial()).isFalse();
    assertThat(new Verification(environment, NOON).of(status(LIVE, false, ENTRY)).ready())
        .isEmpty();
    assertThat(new Verification(environment, NOON).of(EnvironmentStatus.empty()).shape()).isEmpty();
  }

  @Test
  void aReleaseThatHoldsReadyIsVerifiedOnce() {
    var early = at(HELD.minusMillis(1), status(LIVE, true, ENTRY));
    assertThat(early.verified()).isEmpty();
    assertThat(condition(early))
        .isEqualTo(
            "False NotVerified: Release 1.4.2 (sha256:abc) has not held Ready for long enough"
                + " yet.");

    var verified = at(HELD, early);
    assertThat(verified.verified())
        .containsExactly(
            new VerifiedEntry("1.4.2", "sha256:abc", "config", "shape", HELD.toString(), null));
    assertThat(condition(verified))
        .isEqualTo(
            "True HeldReady: Release 1.4.2 (sha256:abc) has held Ready since %s.".formatted(HELD));
    assertThat(at(HELD.plusSeconds(3600), verified)).isEqualTo(verified);
  }

  @Test
  void whatIsNotReadyIsNot() {
    assertThat(at(HELD, status(LIVE, false, ENTRY)).verified()).isEmpty();
  }

  @Test
  void anotherReleaseEndsItsTime() {
    var verified = at(HELD, status(LIVE, true, ENTRY));
    var later = HELD.plusSeconds(60);
    var other =
        new ReleaseStatus("2", "sha256:def", "def", "config", "staging-2", Slot.GREEN, "" + later);
    var next =
        at(
            later,
            status(other, true, Situation.entry("2", Slot.GREEN, Outcome.LIVE))
                .withVerified(verified.verified(), verified.rejected(), verified.conditions()));

    assertThat(next.verified()).extracting(VerifiedEntry::until).containsExactly(later.toString());
    assertThat(condition(next)).startsWith("False NotVerified: Release 2 ");
  }

  private static RejectedEntry rejection(RejectedEntry.Cause cause, Instant since) {
    return new RejectedEntry("1.4.2", LIVE.digest(), null, since.toString(), cause, "It was bad.");
  }

  private EnvironmentStatus rejected(Instant now, RejectedEntry rejection) {
    var status = status(LIVE, true, ENTRY);
    return at(now, status.withVerified(status.verified(), List.of(rejection), status.conditions()));
  }

  /** Whoever asked for it again had it pass the gates, and it is well. */
  @Test
  void whatWasLeftByARollbackIsRejectedUntilItIsVerifiedAgain() {
    var rejection = rejection(RejectedEntry.Cause.ROLLBACK, NOON.minusSeconds(60));

    var early = rejected(HELD.minusMillis(1), rejection);
    assertThat(early.rejected()).containsExactly(rejection);
    assertThat(condition(early))
        .isEqualTo(
            "False Rejected: Release 1.4.2 (sha256:abc) is rejected since %s. It was bad."
                .formatted(rejection.since()));
    var held = at(HELD, early);
    assertThat(held.rejected()).isEmpty();
    assertThat(condition(held)).startsWith("True HeldReady: ");
  }

  @Test
  void whatFailedAfterItWasVerifiedIsRejected() {
    var verified = at(HELD, status(LIVE, true, ENTRY));
    var rejection = rejection(RejectedEntry.Cause.FAILURE, HELD.plusSeconds(1));
    var failed =
        at(
            HELD.plusSeconds(9),
            verified.withVerified(verified.verified(), List.of(rejection), verified.conditions()));

    assertThat(failed.rejected()).containsExactly(rejection);
    assertThat(condition(failed)).startsWith("False Rejected: ");
  }

  @Test
  void whatWasRejectedByHandStaysSo() {
    var rejection = rejection(RejectedEntry.Cause.REQUEST, NOON.minusSeconds(60));

    var held = rejected(HELD, rejection);

    assertThat(held.rejected()).containsExactly(rejection);
    assertThat(held.verified()).hasSize(1);
    assertThat(condition(held)).startsWith("False Rejected: ");
  }

  /** As when the Job is declared only after the release went live. */
  @Test
  void aTrialThatIsDeclaredMustHaveBeenPassed() {
    var subject = new Subject("staging").tried();
    var untried = new Verification(subject.environment(), HELD).in(status(LIVE, true, ENTRY));
    assertThat(untried.verified()).isEmpty();
    assertThat(condition(untried))
        .isEqualTo(
            "False NotTried: Release 1.4.2 (sha256:abc) went live without the Job of"
                + " spec.rollout.verification, and is not verified without it.");

    var tried = status(LIVE, true, ENTRY.verifiedBy("verify-1"));
    assertThat(new Verification(subject.environment(), HELD).in(tried).verified()).hasSize(1);
  }
}
