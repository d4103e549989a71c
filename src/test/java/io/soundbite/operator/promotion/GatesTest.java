package io.soundbite.operator.promotion;

import static io.soundbite.operator.promotion.Question.HASH;
import static io.soundbite.operator.promotion.Question.NOON;
import static io.soundbite.operator.promotion.Question.OTHER_SHAPE;
import static io.soundbite.operator.promotion.Question.candidate;
import static io.soundbite.operator.promotion.Question.digest;
import static io.soundbite.operator.promotion.Question.entry;
import static io.soundbite.operator.promotion.Question.freeze;
import static io.soundbite.operator.promotion.Question.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.PromotionSpec.Approval;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.RejectedEntry.Cause;
import io.soundbite.operator.promotion.Ruling.Open;
import io.soundbite.operator.promotion.Ruling.Shut;
import io.soundbite.operator.promotion.Ruling.Unjudged;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What each gate says, and in which order. */
class GatesTest {
  private static final String ELSEWHERE = "soundbite/staging";
  private static final List<String> ORDER =
      List.of(
          "ImageExists",
          "DigestResolved",
          "VerifiedInSource",
          "Soak",
          "Freeze",
          "Approval",
          "RulesInForce");

  private final Question question = new Question();

  private void assertShut(String gate, String reason, String... words) {
    assertThat(question.shut())
        .satisfies(
            shut -> assertThat(shut.gate()).isEqualTo(gate),
            shut -> assertThat(shut.reason()).isEqualTo(reason),
            shut -> assertThat(List.of(words)).allMatch(shut.message()::contains),
            shut -> assertThat(shut.message()).contains("This opens "));
    assertThat(question.verdict().isOpen()).isFalse();
  }

  private void assertOpen() {
    assertThat(question.verdict().rulings())
        .extracting(Ruling::gate)
        .containsExactlyElementsOf(ORDER);
    assertThat(question.verdict().rulings()).allMatch(Open.class::isInstance);
    assertThat(question.verdict().isOpen()).isTrue();
    assertThat(question.verdict().firstShut()).isEmpty();
    assertThat(question.verdict().opens()).isEmpty();
  }

  @Test
  void whatStagingVerifiedGoesLive() {
    assertOpen();
  }

  @Nested
  class TheImage {
    @Test
    void isNotThere() {
      question.sought = new Sought.NotFound("ImageNotFound", "x has no tag 1.4.2; push it there.");

      assertThat(question.verdict().rulings())
          .containsExactly(
              new Shut(
                  "ImageExists",
                  "ImageNotFound",
                  "x has no tag 1.4.2; push it there.",
                  Optional.empty()),
              new Unjudged("DigestResolved"),
              new Unjudged("VerifiedInSource"),
              new Unjudged("Soak"),
              new Unjudged("Freeze"),
              new Unjudged("Approval"),
              new Unjudged("RulesInForce"));
      assertThat(question.verdict().isOpen()).isFalse();
    }

    @Test
    void isBeingLookedFor() {
      question.sought = new Sought.Resolving("Resolving tag 1.4.2 of x.");

      assertThat(question.verdict().rulings()).extracting(Ruling::gate).isEqualTo(ORDER);
      assertThat(question.verdict().rulings()).noneMatch(Open.class::isInstance);
      assertThat(question.shut())
          .isEqualTo(
              new Shut(
                  "DigestResolved", "Resolving", "Resolving tag 1.4.2 of x.", Optional.empty()));
    }
  }

  @Nested
  class VerifiedBefore {
    @Test
    void isNotAskedForWithoutASource() {
      question.source = new Source.None();

      assertOpen();
    }

    /** Whoever asks forgot to say so: that opens nothing. */
    @Test
    void isAskedForWhenTheSpecNamesASource() {
      question.source = new Source.None();
      var asked = question.promotion();
      question.source = null;
      var rules = question.promotion().rules();

      var verdict =
          Gates.judge(
              new Promotion(
                  rules, asked.sought(), asked.own(), asked.source(), Optional.empty(), NOON));

      assertThat(verdict.firstShut()).map(Shut::reason).contains("SourceMissing");
    }

    @Test
    void byWhatIsNotThere() {
      question.source = new Source.Missing(ELSEWHERE);

      assertShut("VerifiedInSource", "SourceMissing", ELSEWHERE, "spec.promotion.from");
    }

    @Test
    void byWhatDrifted() {
      question.drifted = 3;

      assertShut("VerifiedInSource", "SourceDrifted", ELSEWHERE, "3 ");
    }

    @Test
    void notAtAll() {
      question.staging.clear();

      assertShut(
          "VerifiedInSource", "NotVerified", ELSEWHERE, "1.4.2 (bbbbbbbbbbbb)", "live there");
    }

    @Test
    void notYetForLongEnough() {
      question.staging.clear();
      question.there = Question.live("1.4.2", digest('b'));

      assertShut(
          "VerifiedInSource", "Verifying", "runs 1.4.2 (bbbbbbbbbbbb)", "This opens when it has");
    }

    @Test
    void notYetAsWhatTheTagIsNow() {
      question.candidate = candidate("1.4.2", digest('c'));
      question.there = Question.live("1.4.2", digest('c'));

      assertShut("VerifiedInSource", "Verifying", "runs 1.4.2 (cccccccccccc)");
    }

    @Test
    void notYetWithAnythingLive() {
      question.source =
          new Source.Known(ELSEWHERE, List.of(), new Rejections(List.of()), 0, Optional.empty());

      assertShut("VerifiedInSource", "NotVerified", "nothing is live there yet");
    }

    @Test
    void asAnotherDigestOfTheTag() {
      question.candidate = candidate("1.4.2", digest('c'));

      assertShut(
          "VerifiedInSource",
          "DigestMoved",
          "1.4.2 as bbbbbbbbbbbb",
          "cccccccccccc",
          "pushed again");
    }

    @Test
    void underAnotherTagIsTheSameImage() {
      question.candidate = candidate("stable", digest('b'));

      assertOpen();
    }

    @Test
    void withAnotherBlueprint() {
      question.staging = List.of(entry(question.candidate, OTHER_SHAPE, NOON, null));

      assertShut("VerifiedInSource", "ShapeDiffers", ELSEWHERE, "1.4.2 (bbbbbbbbbbbb)");
    }

    @Test
    void countsAlsoWhenStagingHasMovedOn() {
      question.held(NOON.minus(Duration.ofHours(2)), NOON.minus(Duration.ofHours(1)));

      assertOpen();
    }

    @Test
    void butRejectedSince() {
      question.rejectedThere.add(rejection(question.candidate, Cause.ROLLBACK, NOON));

      assertShut(
          "VerifiedInSource",
          "RejectedInSource",
          "soundbite/staging rejected 1.4.2 (bbbbbbbbbbbb) at " + NOON + ". It was bad.",
          "This opens when soundbite/staging has held Ready with it again, or when somebody revokes"
              + " that: kubectl sbenv reject soundbite/staging bbbbbbbbbbbb --revoke.");
    }

    @Test
    void butRejectedByHandSince() {
      question.rejectedThere.add(rejection(question.candidate, Cause.REQUEST, NOON));

      assertShut("VerifiedInSource", "RejectedInSource", "This opens when somebody revokes that: ");
    }

    /** By digest: the tag is for people. */
    @Test
    void butRejectedUnderAnotherTag() {
      question.rejectedThere.add(rejection(question.candidate, Cause.ROLLBACK, NOON));
      question.candidate = candidate("stable", digest('b'));

      assertShut("VerifiedInSource", "RejectedInSource", "stable (bbbbbbbbbbbb)");
    }

    @Test
    void andOnlyAConfigurationOfItWasRejectedThere() {
      question.rejectedThere.add(
          new RejectedEntry(
              "1.4.2", digest('b'), "staging-debug", NOON.toString(), Cause.ROLLBACK, "Bad."));

      assertOpen();
    }

    @Test
    void notAndSoNothingToSoak() {
      question.staging.clear();
      question.soak = "10m";

      assertThat(question.ruling(Gates.SOAK)).isEqualTo(new Unjudged("Soak"));
      assertThat(question.ruling(Gates.FREEZE)).isInstanceOf(Open.class);
    }
  }

  @Nested
  class ByHand {
    ByHand() {
      question.approval = Approval.MANUAL;
    }

    @Test
    void nobodyHasSaidYes() {
      assertShut(
          "Approval",
          "NotApproved",
          "kubectl annotate --overwrite sbenv production -n soundbite soundbite.io/approve=1.4.2@"
              + digest('b')
              + "+"
              + HASH);
      assertThat(question.shut().message()).doesNotContain("nothing else");
    }

    @Test
    void yesToExactlyThis() {
      question.approved = "1.4.2@" + digest('b') + "+" + HASH;

      assertOpen();
    }

    @Test
    void yesToAnotherDigestOfTheTag() {
      question.approved = "1.4.2@" + digest('a') + "+" + HASH;

      assertShut("Approval", "NotApproved", "is for 1.4.2@" + digest('a'), "nothing else");
    }

    @Test
    void yesToAnotherTagOfTheDigest() {
      question.approved = "1.4.1@" + digest('b') + "+" + HASH;

      assertShut("Approval", "NotApproved", "is for 1.4.1@");
    }

    /** Another configuration, another verification Job: see {@link ContentsTest}. */
    @Test
    void yesToAnotherConfiguration() {
      question.approved = "1.4.2@" + digest('b') + "+" + "b".repeat(40);

      assertShut("Approval", "NotApproved", "is for 1.4.2 with another configuration", HASH);
    }

    @Test
    void yesOfAnEarlierOperatorIsToNoConfiguration() {
      question.approved = "1.4.2@" + digest('b');

      assertShut(
          "Approval",
          "NotApproved",
          "is for 1.4.2@" + digest('b') + ", an image without its",
          HASH);
    }

    @Test
    void whatIsNotKnownCanNotBeApproved() {
      question.candidate = new Candidate("1.4.2", digest('b'), Optional.empty(), Question.SHAPE);
      question.approved = "1.4.2@" + digest('b') + "+";

      assertShut("Approval", "NotApproved", "status.promotion.approval");
    }

    @Test
    void yesOpensNoOtherGate() {
      question.approved = "1.4.2@" + digest('b') + "+" + HASH;
      question.staging.clear();

      assertShut("VerifiedInSource", "NotVerified");
    }
  }

  @Test
  void theFirstShutGateIsTheOneToWaitAt() {
    question.held(NOON.minusSeconds(60), null);
    question.soak = "10m";
    question.freezes = List.of(freeze("0 11 * * *", "2h", "UTC"));
    question.approval = Approval.MANUAL;

    assertThat(question.verdict().rulings().stream().filter(Shut.class::isInstance))
        .extracting(Ruling::gate)
        .containsExactly("Soak", "Freeze", "Approval");
    assertShut("Soak", "Soaking");
    assertThat(question.verdict().opens()).contains(NOON.plusSeconds(540));
    question.now = NOON.plusSeconds(540);
    assertShut("Freeze", "Frozen");
    assertThat(question.verdict().opens()).contains(NOON.plusSeconds(3600));
    question.now = NOON.plusSeconds(3600);
    assertShut("Approval", "NotApproved");
    assertThat(question.verdict().opens()).isEmpty();
  }
}
