package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Fields of one resource that are left as they are found. */
public record IgnoreSpec(
    @Required
        @Size(min = 1, max = 100)
        @ValidationRule(
            value = "self.matches('^(Database|Storage|Queue|Compute|API)(/[A-Za-z0-9-]+){1,2}$')",
            message =
                "spec.drift.ignore[].resource must be a stack and a resource as status.drift and"
                    + " kubectl sbenv stacks name them, such as Queue/SoundbiteQueue or"
                    + " API/Deployment/api-blue")
        @JsonPropertyDescription(
            "The resource, as status.drift and kubectl sbenv stacks name it: a stack and an id,"
                + " such as Queue/SoundbiteQueue or API/Deployment/api-blue. Required.")
        String resource,
    @Required
        @Size(min = 1, max = 20)
        @ValidationRule(
            value = "self.all(f, size(f) <= 300 && f.matches('^(/[^/ ]+)+$'))",
            message =
                "spec.drift.ignore[].fields must hold paths as status.drift shows them, such as"
                    + " /visibility or /redrive/maxReceives")
        @JsonPropertyDescription(
            "Paths of fields, as status.drift shows them, such as /visibility or"
                + " /redrive/maxReceives; a path stands for everything below it. 1 to 20."
                + " Required.")
        List<@Size(max = 300) String> fields) {
  /** Copies the list. */
  public IgnoreSpec {
    fields = fields == null ? List.of() : List.copyOf(fields);
  }
}
