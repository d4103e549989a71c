package io.soundbite.operator.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soundbite.operator.blueprint.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion would do.
 *
 * @param source that has the image
 * @param gates all of them, in order
 */
record PromotionReport(
    Name source, String tag, String digest, List<GateRuling> gates, EnvironmentPlan plan)
    implements Report {

  @Override
  public Exit exit() {
    return gates.stream().anyMatch(GateRuling::isShut) || plan.isHeld() ? Exit.FOUND : Exit.CLEAN;
  }

  /** Why it is not done; null when it may be. */
  @JsonProperty
  @Nullable String refusal() {
    return gates.stream()
        .filter(GateRuling::isFinal)
        .findFirst()
        .map(
            it ->
                "Not done, since it would not go live. %s: %s".formatted(it.reason(), it.message()))
        .orElse(null);
  }

  @Override
  public void print(Page page) {
    page.line("%s -> %s: %s (%s)".formatted(source, plan.environment(), tag, Digest.brief(digest)));
    GateRuling.print(gates, page);
    if (refusal() != null) {
      page.gap().line("What is shut here does not open by itself: the image is not promoted.");
    } else if (gates.stream().anyMatch(GateRuling::isShut)) {
      page.gap().line("It waits where a gate is shut, and goes live by itself when all are open.");
    }
    new PlanReport(List.of(plan), false).print(page);
    page.gap()
        .line(
            "Whatever else the two declare differently is configuration, and stays as %s has it."
                .formatted(plan.environment()));
  }
}
