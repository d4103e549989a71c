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
 */
public record Promotion(
    PromotionSpec rules,
    Sought sought,
    Own own,
    Source source,
    Optional<String> approval,
    Instant now) {}
