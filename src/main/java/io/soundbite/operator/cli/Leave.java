package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Optional;

/**
 * What a custom resource's annotations give leave to.
 *
 * @param generation of the spec
 * @param downgrade the generation for which guards may be lowered
 */
record Leave(long generation, Optional<String> downgrade, boolean paused) {

  static Leave in(SoundBiteEnvironment resource) {
    return new Leave(
        resource.getMetadata().getGeneration(),
        Annotations.value(resource, Annotations.ALLOW_DOWNGRADE),
        Annotations.value(resource, Annotations.PAUSED).filter("true"::equals).isPresent());
  }

  /** Whether guards may be lowered by the spec as it is. */
  boolean mayDowngrade() {
    return downgrade.filter(String.valueOf(generation)::equals).isPresent();
  }
}
