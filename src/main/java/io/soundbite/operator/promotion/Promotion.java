package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.PromotionSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * One question: may this go live here?
 *
 * @param rules what the spec says
 * @param sought what is to go live
 * @param own where
 * @param source the environment before it
 * @param approval value of the annotation {@code soundbite.io/approve}
 * @param inForce what the gates asked for before
 */
public record Promotion(
    PromotionSpec rules,
    Sought sought,
    Own own,
    Source source,
    Optional<String> approval,
    RulesInForce inForce,
    Instant now) {

  /** One of an environment whose gates have never asked for less. */
  public Promotion(
      PromotionSpec rules,
      Sought sought,
      Own own,
      Source source,
      Optional<String> approval,
      Instant now) {
    this(rules, sought, own, source, approval, RulesInForce.fresh(), now);
  }

  /** Returns the same question under other rules. */
  Promotion under(PromotionSpec others) {
    return new Promotion(others, sought, own, source, approval, inForce, now);
  }
}
