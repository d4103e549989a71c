package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a custom resource's annotations give leave to.
 *
 * @param generation of the spec
 * @param downgrade the generation for which guards may be lowered
 */
record Leave(long generation, Optional<String> downgrade, boolean paused) {
  static final String ALLOW_DOWNGRADE = "soundbite.io/allow-downgrade";
  private static final String PAUSED = "soundbite.io/paused";

  static Leave in(SoundBiteEnvironment resource) {
    var metadata = resource.getMetadata();
    var annotations =
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.<String, String>of());
    return new Leave(
        metadata.getGeneration() == null ? 1 : metadata.getGeneration(),
        Optional.ofNullable(annotations.get(ALLOW_DOWNGRADE)),
        "true".equals(annotations.get(PAUSED)));
  }

  /** Whether guards may be lowered by the spec as it is. */
  boolean mayDowngrade() {
    return downgrade.filter(String.valueOf(generation)::equals).isPresent();
  }
}
