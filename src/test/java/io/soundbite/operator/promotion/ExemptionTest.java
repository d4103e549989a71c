package io.soundbite.operator.promotion;

import static io.soundbite.operator.promotion.Question.NOON;
import static io.soundbite.operator.promotion.Question.OTHER_SHAPE;
import static io.soundbite.operator.promotion.Question.SHAPE;
import static io.soundbite.operator.promotion.Question.candidate;
import static io.soundbite.operator.promotion.Question.digest;
import static io.soundbite.operator.promotion.Question.entry;
import static io.soundbite.operator.promotion.Question.freeze;
import static io.soundbite.operator.promotion.Question.live;
import static io.soundbite.operator.promotion.Question.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.PromotionSpec.Approval;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.RejectedEntry.Cause;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What needs no gate, when all of them are shut. */
class ExemptionTest {
  private final Question question = new Question();

  ExemptionTest() {
    question.staging.clear();
    question.soak = "10m";
    question.freezes = List.of(freeze("0 0 * * *", "24h", "UTC"));
    question.approval = Approval.MANUAL;
  }

  private List<String> shut() {
    return question.verdict().rulings().stream()
        .filter(it -> !(it instanceof Ruling.Open))
        .map(Ruling::gate)
        .toList();
  }

  private void assertNoExemption() {
    assertThat(shut()).containsExactly("VerifiedInSource", "Soak", "Freeze", "Approval");
  }

  @Test
  void nothingByDefault() {
    assertNoExemption();
  }

  @Test
  void nothingInAFreshEnvironment() {
    question.live = null;

    assertNoExemption();
  }

  @Test
  void whatIsLiveAlready() {
    question.candidate = candidate("1.4.1", digest('a'));

    assertThat(shut()).isEmpty();
    assertThat(question.ruling(Gates.FREEZE))
        .isEqualTo(new Ruling.Open("Freeze", "1.4.1 (aaaaaaaaaaaa) may pass: it is live here."));
  }

  @Test
  void aReleaseThatWasLive() {
    question.history.add(Question.history(question.candidate, Outcome.REPLACED));

    assertThat(shut()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"ABANDONED", "ROLLED_BACK", "ROLLING_OUT"})
  void notOneThatWasOnlyStarted(Outcome outcome) {
    question.history.add(Question.history(question.candidate, outcome));

    assertNoExemption();
  }

  @Test
  void notOneThatWasLiveAndFailedLater() {
    question.history.add(Question.history(question.candidate, Outcome.ROLLED_BACK));
    question.history.add(Question.history(question.candidate, Outcome.REPLACED));

    assertNoExemption();
  }

  /** The way back, rendered by another operator. */
  @Test
  void anImageThatWasVerifiedHere() {
    question.own.add(entry(question.candidate, OTHER_SHAPE, NOON.minusSeconds(9), NOON));

    assertThat(shut()).isEmpty();
  }

  /** R12: rolled back by hand from 1.4.2 to 1.4.1, and 1.4.2 is asked for again. */
  @Test
  void notWhatWasLeftByARollback() {
    question.own.add(entry(question.candidate, SHAPE, NOON, NOON));
    question.history.add(Question.history(candidate("1.4.1", digest('a')), Outcome.LIVE));
    question.history.add(Question.history(question.candidate, Outcome.REPLACED));
    question.history.add(Question.history(candidate("1.4.1", digest('a')), Outcome.REPLACED));

    assertNoExemption();
  }

  /** Where the history has forgotten it, the verified spans have not. */
  @Test
  void notAnImageThatWasLeftBeforeTheHistoryBegins() {
    question.own.add(entry(candidate("1.4.1", digest('a')), SHAPE, NOON.minusSeconds(3), null));
    question.own.add(entry(question.candidate, SHAPE, NOON.minusSeconds(6), NOON));
    question.own.add(entry(candidate("1.4.1", digest('a')), SHAPE, NOON.minusSeconds(9), NOON));

    assertNoExemption();
  }

  @ParameterizedTest
  @EnumSource
  void notWhatIsRejectedAlthoughItWasLiveBefore(Cause cause) {
    question.history.add(Question.history(question.candidate, Outcome.REPLACED));
    question.own.add(entry(question.candidate, SHAPE, NOON.minusSeconds(9), NOON));
    question.rejected.add(rejection(question.candidate, cause, NOON));

    assertNoExemption();
    assertThat(question.shut().message())
        .contains("It was rejected here at " + NOON + ", and so passes the gates again.");
  }

  /** A bad log level says nothing about the image. */
  @Test
  void notARejectedConfigurationOfWhatIsLive() {
    question.live = live("1.4.2", digest('b'));
    question.own.add(entry(question.candidate, SHAPE, NOON.minusSeconds(9), null));
    question.candidate = new Candidate("1.4.2", digest('b'), Optional.of("prod-debug"), SHAPE);
    question.rejected.add(
        new RejectedEntry(
            "1.4.2", digest('b'), "prod-debug", NOON.toString(), Cause.ROLLBACK, "It was bad."));

    assertNoExemption();
    question.candidate = new Candidate("1.4.2", digest('b'), Optional.of("prod-info"), SHAPE);
    assertThat(shut()).as("another configuration").containsExactly("Freeze", "Approval");
  }

  @Test
  void anApprovalFromBeforeTheRejectionDoesNotCountAgain() {
    question.approved = question.candidate.approval().orElseThrow();
    assertThat(shut()).doesNotContain("Approval");
    question.rejected.add(rejection(question.candidate, Cause.ROLLBACK, NOON));

    assertThat(question.ruling(Gates.APPROVAL))
        .isInstanceOfSatisfying(
            Ruling.Shut.class,
            it ->
                assertThat(it.message())
                    .contains(question.candidate.approval().orElseThrow() + "~" + NOON));
    question.approved = question.candidate.approval().orElseThrow() + "~" + NOON;
    assertThat(shut()).doesNotContain("Approval");
    question.rejected.set(0, rejection(question.candidate, Cause.ROLLBACK, NOON.plusSeconds(9)));
    assertThat(shut()).as("rejected once more").contains("Approval");
  }

  /** Somebody approved the image, and nobody this configuration of it. */
  @Test
  void anImageThatWasVerifiedHereWithOtherSettingsNeedsApproval() {
    question.own.add(entry(question.candidate, SHAPE, NOON.minusSeconds(9), NOON));
    question.candidate = with(new Contents("0ther", false, Question.HASH));

    assertThat(shut()).containsExactly("Approval");
  }

  /** Who may change the Job's definition may not have it run by going back. */
  @Test
  void theWayBackThroughAJobThatItNeverPassedNeedsApproval() {
    question.history.add(Question.history(question.candidate, Outcome.REPLACED));
    question.candidate = with(new Contents("c0f19", true, Question.HASH));
    assertThat(shut()).containsExactly("Approval");

    question.history.set(0, question.history.getFirst().verifiedBy("verify-it"));
    assertThat(shut()).isEmpty();
    question.history.clear();
    question.own.add(entry(question.candidate, SHAPE, NOON.minusSeconds(9), NOON));
    assertThat(shut()).containsExactly("Approval");
  }

  private Candidate with(Contents contents) {
    var candidate = question.candidate;
    return new Candidate(
        candidate.tag(),
        candidate.digest(),
        candidate.revision(),
        candidate.shape(),
        Optional.of(contents));
  }

  @Test
  void anImageThatWasVerifiedHereWhereOnlyTheImageIsKnown() {
    question.own.add(entry(question.candidate, SHAPE, NOON.minusSeconds(9), NOON));
    question.candidate = new Candidate("1.4.2", digest('b'), Optional.empty(), SHAPE);

    assertThat(shut()).containsExactly("Approval");
  }

  @Test
  void notAnotherDigestUnderATagThatWasVerifiedHere() {
    question.own.add(entry(question.candidate, SHAPE, NOON.minusSeconds(9), NOON));
    question.history.add(Question.history(question.candidate, Outcome.REPLACED));
    question.candidate = candidate("1.4.2", digest('c'));

    assertNoExemption();
  }

  @Test
  void otherSettingsOfWhatIsLiveWaitForAFreezeAndAnApproval() {
    question.live = live("1.4.2", digest('b'));
    question.own.add(entry(question.candidate, SHAPE, NOON.minusSeconds(9), null));
    question.candidate =
        new Candidate("1.4.2", digest('b'), Optional.of("prod-with-other-settings"), SHAPE);

    assertThat(shut()).containsExactly("Freeze", "Approval");
    question.freezes = List.of();
    assertThat(shut()).containsExactly("Approval");
    question.approval = Approval.AUTOMATIC;
    assertThat(question.verdict().isOpen()).isTrue();
  }

  @Test
  void notOtherSettingsOfWhatIsLiveAndNotVerified() {
    question.live = live("1.4.2", digest('b'));
    question.candidate =
        new Candidate("1.4.2", digest('b'), Optional.of("prod-with-other-settings"), SHAPE);

    assertNoExemption();
  }

  @Test
  void notWhatAnotherOperatorRendersDifferently() {
    question.live = live("1.4.2", digest('b'));
    question.own.add(entry(question.candidate, OTHER_SHAPE, NOON.minusSeconds(9), null));
    question.candidate =
        new Candidate("1.4.2", digest('b'), Optional.of("prod-rendered-otherwise"), SHAPE);

    assertNoExemption();
  }

  @Test
  void neverAnImageThatIsNotThere() {
    question.history.add(Question.history(question.candidate, Outcome.REPLACED));
    question.sought = new Sought.NotFound("ImageNotFound", "gone");

    assertThat(question.verdict().isOpen()).isFalse();
  }
}
