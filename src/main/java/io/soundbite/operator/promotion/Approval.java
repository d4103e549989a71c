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
    var wanted = wanted(promotion.own(), candidate);
    if (promotion.approval().filter(wanted::equals).isPresent()) {
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
            + " -n %s %s=%s".formatted(promotion.own().namespace(), Annotations.APPROVE, wanted),
        Optional.empty());
  }

  /** An approval that was given before the image was rejected here counts no more. */
  private static String wanted(Own own, Candidate candidate) {
    return own.rejection(candidate)
        .map(it -> Annotations.approval(candidate.image(), it))
        .orElseGet(candidate::image);
  }

  private static String other(String approval) {
    return "%s is for %s and opens nothing else. ".formatted(Annotations.APPROVE, approval);
  }
}
