package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.PromotionSpec;
import io.soundbite.operator.promotion.Ruling.Open;
import io.soundbite.operator.promotion.Ruling.Shut;
import java.util.Optional;

/**
 * Somebody has approved it. An approval is to one image with one configuration and one verification
 * Job: another one opens nothing.
 */
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
    var wanted = promotion.own().approval(candidate);
    if (wanted.isPresent() && promotion.approval().equals(wanted)) {
      return new Open(name(), "%s is approved.".formatted(candidate));
    }
    return new Shut(
        name(),
        "NotApproved",
        "%s%s waits for approval, as it is configured now. %s"
            .formatted(
                promotion.approval().map(it -> other(it, candidate)).orElse(""),
                candidate,
                way(promotion.own(), wanted)),
        Optional.empty());
  }

  private static String way(Own own, Optional<String> wanted) {
    return wanted
        .map(
            it ->
                "This opens it: kubectl annotate --overwrite sbenv %s -n %s %s=%s"
                    .formatted(own.name(), own.namespace(), Annotations.APPROVE, it))
        .orElse(
            "This opens with the approval that status.promotion.approval says once the spec asks"
                + " for it.");
  }

  private static String other(String approval, Candidate candidate) {
    var image = Annotations.approval(candidate.tag(), candidate.digest(), "");
    if (approval.startsWith(image)) {
      return "%s is for %s with another configuration or verification Job and opens nothing else. "
          .formatted(Annotations.APPROVE, candidate.tag());
    }
    return (approval.contains("+")
            ? "%s is for %s and opens nothing else. "
            : "%s is for %s, an image without its configuration, as earlier versions of the"
                + " operator asked for: it opens nothing. ")
        .formatted(Annotations.APPROVE, approval);
  }
}
