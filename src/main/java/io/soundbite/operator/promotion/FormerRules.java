package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.PromotionSpec;
import io.soundbite.operator.promotion.Ruling.Open;
import io.soundbite.operator.promotion.Ruling.Shut;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The gates that were in force before the spec came to ask for less hold until that is permitted.
 * What they would let through passes; where they can't be judged any more, nothing new does.
 */
record FormerRules() implements Gate {
  private static final List<Gate> JUDGED = List.of(new Soak(), new Freeze(), new Approval());

  @Override
  public String name() {
    return Gates.RULES;
  }

  @Override
  public Ruling judge(Promotion promotion, Candidate candidate) {
    var rules = promotion.inForce();
    if (rules.weakened().isEmpty()) {
      return new Open(name(), "The spec asks for no less than what is in force.");
    }
    var exemption = Exemption.of(promotion.own(), candidate);
    if (rules.isUnverified() || (rules.isOfAnotherSource() && !exemption.covers(Gates.VERIFIED))) {
      return shut(promotion, candidate, "", Optional.empty());
    }
    var former =
        promotion.under(
            new PromotionSpec(
                promotion.rules().from(),
                rules.former().soak(),
                rules.former().approval(),
                rules.former().freezes()));
    return JUDGED.stream()
        .filter(gate -> !exemption.covers(gate.name()))
        .map(gate -> gate.judge(former, candidate))
        .filter(it -> !(it instanceof Open))
        .findFirst()
        .map(it -> held(promotion, candidate, it))
        .orElseGet(
            () -> new Open(name(), "What is in force lets %s through.".formatted(candidate)));
  }

  private Ruling held(Promotion promotion, Candidate candidate, Ruling former) {
    return former instanceof Shut(var gate, var reason, var message, var opens)
        ? shut(promotion, candidate, " Until then: " + message, opens)
        : shut(promotion, candidate, "", Optional.empty());
  }

  private Shut shut(
      Promotion promotion, Candidate candidate, String former, Optional<Instant> opens) {
    var own = promotion.own();
    return new Shut(
        name(),
        "GatesWeakened",
        "%s waits: the spec asks for less than what is in force, and nobody has permitted that: %s."
                .formatted(candidate, String.join("; ", promotion.inForce().weakened()))
            + " This opens when it is set back, or permitted: kubectl annotate --overwrite sbenv %s"
                .formatted(own.name())
            + " -n %s %s=%d%s"
                .formatted(
                    own.namespace(),
                    Annotations.ALLOW_WEAKER_GATES,
                    promotion.inForce().generation(),
                    former.isEmpty() ? "" : "." + former),
        opens);
  }
}
