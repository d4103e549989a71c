package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What the gates go by that the spec does not say. */
public record PromotionStatus(
    @JsonPropertyDescription(
            "What the annotation soundbite.io/approve says to approve the release that the spec"
                + " asks for: <tag>@<digest>+<hash>, where the hash stands for its configuration"
                + " and its verification Job. Absent unless spec.promotion.approval is Manual, and"
                + " until its image is known.")
        @Nullable String approval,
    @JsonPropertyDescription(
            "The gates in force: those that the spec declares, and where it has come to ask for less"
                + " without permission (the annotation soundbite.io/allow-weaker-gates), those"
                + " before. Absent while they ask for nothing.")
        @Nullable GateRules rules) {}
