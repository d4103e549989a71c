package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;

/** The queue's consumer. */
public record ProcessorSpec(
    @Size(max = 20)
        @ValidationRule(
            value = Rules.BYTES + " <= 20480",
            message =
                "spec.processor.command must have at most 20480 bytes: shorten it, or put it into a"
                    + " script in the image")
        @JsonPropertyDescription(
            "Command of the processor's container in place of the blueprint's, a word an item; at"
                + " most 20 items of at most 1024 characters, together at most 20480 bytes."
                + " Default: the blueprint's.")
        List<@Size(min = 1, max = 1024) String> command,
    @Default("1")
        @Min(0)
        @Max(50)
        @JsonPropertyDescription(
            "How many processors run, 0 to 50; with 0, jobs wait in the queue. Default: 1.")
        Integer replicas) {
  /** Applies the schema's defaults. */
  public ProcessorSpec {
    command = command == null ? List.of() : List.copyOf(command);
    replicas = Objects.requireNonNullElse(replicas, 1);
  }
}
