package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Requests and limits of the API's and the processor's container. */
@ValidationRule(
    value =
        "!has(self.requests) || !has(self.limits) || self.requests.all(k, !(k in self.limits)"
            + " || !isQuantity(string(self.requests[k]))"
            + " || !isQuantity(string(self.limits[k]))"
            + " || quantity(string(self.requests[k]))"
            + ".compareTo(quantity(string(self.limits[k]))) <= 0)",
    fieldPath = ".requests",
    message = "spec.resources.requests must not exceed spec.resources.limits")
public record ResourcesSpec(
    @Size(max = 3)
        @ValidationRule(
            value = "self.all(k, k in ['cpu', 'memory', 'ephemeral-storage'])",
            message = "spec.resources.requests must be keyed by cpu, memory or ephemeral-storage")
        @ValidationRule(
            value =
                "self.all(k, isQuantity(string(self[k])) &&"
                    + " !quantity(string(self[k])).isLessThan(quantity('0')))",
            message =
                "spec.resources.requests must hold quantities of at least 0, such as 250m or 256Mi")
        @JsonPropertyDescription(
            "What a container is promised: quantities by cpu, memory and ephemeral-storage, such as"
                + " cpu: 250m, memory: 256Mi (a fraction is quoted: \"0.5\"); not above limits."
                + " Default: what the feature basic or full gives.")
        Map<String, Quantity> requests,
    @Size(max = 3)
        @ValidationRule(
            value = "self.all(k, k in ['cpu', 'memory', 'ephemeral-storage'])",
            message = "spec.resources.limits must be keyed by cpu, memory or ephemeral-storage")
        @ValidationRule(
            value =
                "self.all(k, isQuantity(string(self[k])) &&"
                    + " quantity(string(self[k])).isGreaterThan(quantity('0')))",
            message =
                "spec.resources.limits must hold quantities greater than 0, such as 500m or 512Mi")
        @JsonPropertyDescription(
            "What a container may use at most: quantities by cpu, memory and ephemeral-storage,"
                + " such as cpu: 500m, memory: 512Mi (a fraction is quoted: \"0.5\"). Default: what"
                + " the feature basic or full gives.")
        Map<String, Quantity> limits) {
  /** Copies both. */
  public ResourcesSpec {
    requests = requests == null ? Map.of() : Map.copyOf(requests);
    limits = limits == null ? Map.of() : Map.copyOf(limits);
  }
}
