package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a release must have behind it before it goes live. */
@ValidationRule(
    value = "!has(self.soak) || duration(self.soak) == duration('0s') || has(self.from)",
    fieldPath = ".soak",
    message =
        "spec.promotion.soak needs spec.promotion.from: it is how long that environment must have"
            + " held the image")
public record PromotionSpec(
    @JsonPropertyDescription(
            "The environment that goes before this one. An image goes live here only when that one"
                + " has verified the same digest with the same blueprint; and the two are compared:"
                + " status.parity and the condition Parity say whether they are identical"
                + " infrastructure on live state. Default: none.")
        @Nullable SourceSpec from,
    @Default("0s")
        @Size(min = 2, max = 18)
        @ValidationRule(
            value = "self.matches('" + Rules.DURATION + "') && duration(self) <= duration('720h')",
            message =
                "spec.promotion.soak must be a duration up to 720h, such as 10m or 24h; 0s for"
                    + " none")
        @JsonPropertyDescription(
            "For how long the environment in from must have run an image, verified, before it goes"
                + " live here: hours, minutes and seconds, such as 10m or 24h; up to 720h. Default:"
                + " 0s.")
        String soak,
    @Default("Automatic")
        @JsonPropertyDescription(
            "Whether a release that passes all else goes live by itself. Automatic: it does."
                + " Manual: it waits for the annotation soundbite.io/approve, which names image,"
                + " configuration and verification Job (status.promotion.approval)."
                + " Default: Automatic.")
        Approval approval,
    @Size(max = 20)
        @JsonPropertyDescription(
            "Times in which no new release goes live, at most 20; what this environment has"
                + " verified before may still come back, and drift is healed. Default: none.")
        List<FreezeSpec> freeze) {

  /** Whether somebody has to say yes. */
  public enum Approval {
    @JsonProperty("Automatic")
    AUTOMATIC,
    @JsonProperty("Manual")
    MANUAL
  }

  /** Applies the schema's defaults. */
  public PromotionSpec {
    soak = Objects.requireNonNullElse(soak, "0s");
    approval = Objects.requireNonNullElse(approval, Approval.AUTOMATIC);
    freeze = freeze == null ? List.of() : List.copyOf(freeze);
  }

  /** {@code soak} as a duration. */
  public Duration soaking() {
    return Durations.parse(soak);
  }

  /** What holds for an environment that declares nothing of it. */
  public static PromotionSpec none() {
    return new PromotionSpec(null, "0s", Approval.AUTOMATIC, List.of());
  }
}
