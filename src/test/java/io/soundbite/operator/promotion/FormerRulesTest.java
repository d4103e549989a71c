package io.soundbite.operator.promotion;

import static io.soundbite.operator.promotion.Question.NOON;
import static io.soundbite.operator.promotion.Question.digest;
import static io.soundbite.operator.promotion.Question.entry;
import static io.soundbite.operator.promotion.Question.freeze;
import static io.soundbite.operator.promotion.Question.live;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.FreezeSpec;
import io.soundbite.operator.api.v1alpha1.GateRules;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.PromotionSpec.Approval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who asks for less gets no release by it before that is permitted. */
class FormerRulesTest {
  private static final String STAGING = "soundbite/staging";
  private static final FreezeSpec WEEKEND = freeze("0 18 * * FRI", "62h", "Europe/Berlin");
  private static final FreezeSpec TODAY = freeze("0 11 * * *", "2h", "UTC");

  private final Question question = new Question();

  @Test
  void whatAsksForNoLessPasses() {
    var rules = rules(STAGING, "1h", Approval.MANUAL, List.of(WEEKEND), true);
    var none = GateRules.none();
    for (var former : List.of(none, rules)) {
      question.inForce = new RulesInForce(former, rules, false, 7);
      assertThat(question.ruling(Gates.RULES)).isInstanceOf(Ruling.Open.class);
      assertThat(question.inForce.next()).contains(rules);
    }
    assertThat(new RulesInForce(none, none, false, 7).next()).isEmpty();
  }

  @Test
  void aShorterSoakHoldsBackWhatTheFormerWould() {
    weaker(
        rules(STAGING, "24h", Approval.AUTOMATIC, List.of(), false),
        rules(STAGING, "10m", Approval.AUTOMATIC, List.of(), false));
    question.soak = "10m";

    assertThat(question.shut().reason()).isEqualTo("GatesWeakened");
    assertThat(question.shut().message())
        .contains(
            "spec.promotion.soak is 10m instead of 24h",
            "kubectl annotate --overwrite sbenv production -n soundbite"
                + " soundbite.io/allow-weaker-gates=7",
            "must hold 1.4.2 (bbbbbbbbbbbb) for 24h");
    assertThat(question.verdict().opens()).contains(NOON.plusSeconds(23 * 3600));

    question.now = NOON.plusSeconds(23 * 3600);
    assertThat(question.verdict().isOpen()).isTrue();
    assertThat(question.inForce.next().orElseThrow().soak()).isEqualTo("24h");
  }

  @Test
  void theFormerSourceCanNotBeJudgedByAnother() {
    var former = rules(STAGING, "1h", Approval.AUTOMATIC, List.of(), false);
    for (var other :
        List.of(
            rules("soundbite/easy", "1h", Approval.AUTOMATIC, List.of(), false),
            rules("mine/staging", "1h", Approval.AUTOMATIC, List.of(), false),
            rules(null, "0s", Approval.AUTOMATIC, List.of(), false))) {
      weaker(former, other);

      assertThat(question.shut().reason()).isEqualTo("GatesWeakened");
      assertThat(question.shut().message()).contains("instead of soundbite/staging");
      assertThat(question.inForce.next()).contains(former);
    }
  }

  @Test
  void aFreezeThatIsDroppedOrChangedIsOnAllTheSame() {
    for (var other : List.of(List.<FreezeSpec>of(), List.of(freeze("0 11 * * *", "1s", "UTC")))) {
      weaker(
          rules(STAGING, "0s", Approval.AUTOMATIC, List.of(TODAY, WEEKEND), false),
          rules(STAGING, "0s", Approval.AUTOMATIC, other, false));

      assertThat(question.shut().message())
          .contains("spec.promotion.freeze has \"0 11 * * *\" no more as it was", "frozen");
    }
    // One that is not on holds nothing back.
    weaker(
        rules(STAGING, "0s", Approval.AUTOMATIC, List.of(WEEKEND), false),
        rules(STAGING, "0s", Approval.AUTOMATIC, List.of(), false));
    assertThat(question.verdict().isOpen()).isTrue();
  }

  @Test
  void anApprovalThatIsAskedForNoMoreIsAskedForAllTheSame() {
    weaker(
        rules(STAGING, "0s", Approval.MANUAL, List.of(), false),
        rules(STAGING, "0s", Approval.AUTOMATIC, List.of(), false));
    assertThat(question.shut().message())
        .contains("spec.promotion.approval is Automatic instead of Manual", "waits for approval");

    // Also by what passes all else.
    question.live = live("1.4.2", digest('b'));
    question.own.add(entry(question.candidate, Question.SHAPE, NOON.minusSeconds(9), null));
    question.candidate =
        new Candidate(
            "1.4.2",
            digest('b'),
            Optional.of("other"),
            Question.SHAPE,
            Optional.of(new Contents("0ther", false, Question.HASH)));
    assertThat(question.shut().reason()).isEqualTo("GatesWeakened");

    question.approved = question.candidate.approval().orElseThrow();
    assertThat(question.verdict().isOpen()).isTrue();
  }

  @Test
  void aVerificationThatIsDroppedHoldsBackWhatIsNew() {
    weaker(
        rules(null, "0s", Approval.AUTOMATIC, List.of(), true),
        rules(null, "0s", Approval.AUTOMATIC, List.of(), false));
    assertThat(question.shut().message()).contains("spec.rollout.verification is absent");

    // The way back never waits.
    question.history.add(Question.history(question.candidate, Outcome.REPLACED));
    assertThat(question.verdict().isOpen()).isTrue();
  }

  /** In one generation after the other, too: what is in force stays until it is permitted. */
  @Test
  void whatIsInForceIsTheStricterOfEach() {
    var former = rules(STAGING, "24h", Approval.AUTOMATIC, List.of(TODAY), false);
    var declared = rules(STAGING, "1h", Approval.MANUAL, List.of(WEEKEND), true);

    var once = new RulesInForce(former, declared, false, 7).next().orElseThrow();
    assertThat(once)
        .isEqualTo(rules(STAGING, "24h", Approval.MANUAL, List.of(WEEKEND, TODAY), true));
    assertThat(new RulesInForce(once, GateRules.none(), false, 8).next())
        .hasValueSatisfying(
            it ->
                assertThat(new RulesInForce(it, GateRules.none(), false, 9).weakened()).hasSize(6));
  }

  @Test
  void whatIsPermittedIsInForce() {
    var former = rules(STAGING, "24h", Approval.MANUAL, List.of(TODAY), true);
    var declared = rules(null, "0s", Approval.AUTOMATIC, List.of(), false);
    question.inForce = new RulesInForce(former, declared, true, 7);

    assertThat(question.ruling(Gates.RULES)).isInstanceOf(Ruling.Open.class);
    assertThat(question.inForce.next()).isEmpty();
  }

  private void weaker(GateRules former, GateRules declared) {
    question.inForce = new RulesInForce(former, declared, false, 7);
    question.approval = declared.approval();
    question.freezes = declared.freezes();
  }

  private static GateRules rules(
      String from, String soak, Approval approval, List<FreezeSpec> freeze, boolean verification) {
    return new GateRules(
        from, soak, approval, freeze.stream().map(GateRules::text).toList(), verification);
  }
}
