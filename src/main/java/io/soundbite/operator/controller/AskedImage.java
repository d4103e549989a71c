package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Environment;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The image that a spec asks for: a tag, of a repository that the spec names, of the repository of
 * its source, or of its own.
 *
 * @param source the environment that {@code spec.promotion.from} names; empty when there is none
 */
record AskedImage(Environment environment, Optional<SoundBiteEnvironment> source) {

  /** Returns the repository as it would be looked up now. */
  Optional<String> repository() {
    return environment.imageRepository(source);
  }

  /** Returns the environment that the repository is taken from; null when it is from none. */
  @Nullable String from() {
    return environment.repositorySource().orElse(null);
  }

  boolean isOfTag(ImageStatus image) {
    return image.tag().equals(environment.spec().image().tag());
  }

  /**
   * Returns whether the spec still asks for {@code image}. Where the source names the repository,
   * only the source's name counts: what the source runs by now asks for nothing here.
   *
   * @param same whether this very spec was asked for it, also by an operator that did not record
   *     the source
   */
  boolean isFor(ImageStatus image, boolean same) {
    if (from() == null) {
      return repository().filter(image.repository()::equals).isPresent();
    }
    return Objects.equals(from(), image.from())
        || (image.from() == null
            && (same || repository().filter(it -> !it.equals(image.repository())).isEmpty()));
  }
}
