package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.PromotionSpec;
import io.soundbite.operator.promotion.Ruling.Open;
import io.soundbite.operator.promotion.Ruling.Shut;
import java.util.Optional;

/** Somebody has said yes. A yes is to one digest: an old one opens nothing. */
record Approval() implements Gate {
  @Override
  public String name() {
    return Gates.APPROVAL;
  }

  @Override
  public Ruling judge(Promotion promotion, Candidate candidate) {
    if (promotion.rules().approval() == PromotionSpec.Approval.AUTOMATIC) {
      return new Open(name(), "No approval is asked for.");
    }
    if (promotion.approval().filter(candidate.image()::equals).isPresent()) {
      return new Open(name(), "%s is approved.".formatted(candidate));
    }
    return new Shut(
        name(),
        "NotApproved",
        "%s%s waits for somebody's approval. This opens it: kubectl annotate --overwrite sbenv %s"
                .formatted(
                    promotion.approval().map(Approval::other).orElse(""),
                    candidate,
                    promotion.own().name())
            + " -n %s %s=%s"
                .formatted(promotion.own().namespace(), Annotations.APPROVE, candidate.image()),
        Optional.empty());
  }

  private static String other(String approval) {
    return "%s is for %s and opens nothing else. ".formatted(Annotations.APPROVE, approval);
  }
}
