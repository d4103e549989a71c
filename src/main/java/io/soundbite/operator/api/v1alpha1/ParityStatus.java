package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether this environment and the one before it are identical infrastructure on live state. */
public record ParityStatus(
    @JsonPropertyDescription(
            "The environment it was compared with, as namespace/name; absent without"
                + " spec.promotion.from.")
        @Nullable String with,
    @JsonPropertyDescription(
            "Whether the two are identical but for their declared configuration; absent while that"
                + " is not known.")
        @Nullable Boolean equal,
    @JsonPropertyDescription(
            "Hash of the blueprint that this environment was last brought to: what makes up an"
                + " environment, without what its spec declares.")
        @Nullable String shapeHash,
    @JsonPropertyDescription("The first 20 structural differences.")
        List<ParityDifference> differences,
    @JsonPropertyDescription(
            "What the two specs declare differently: configuration, no difference in structure."
                + " The first 50.")
        List<ConfigurationDifference> configuration) {
  /** Copies the lists. */
  public ParityStatus {
    differences = differences == null ? List.of() : List.copyOf(differences);
    configuration = configuration == null ? List.of() : List.copyOf(configuration);
  }
}
