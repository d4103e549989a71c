package io.soundbite.operator.api.v1alpha1;

import java.util.List;
import java.util.Objects;

/**
 * The queue's consumer.
 *
 * @param command started instead of the image's own entry point; empty for the blueprint's
 */
public record ProcessorSpec(List<String> command, Integer replicas) {
  /** Applies the schema's defaults. */
  public ProcessorSpec {
    command = command == null ? List.of() : List.copyOf(command);
    replicas = Objects.requireNonNullElse(replicas, 1);
  }
}
