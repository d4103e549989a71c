package io.soundbite.operator.api.v1alpha1;

import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** An environment variable of the application: a value, or a reference to a Secret's key. */
public record EnvEntry(@Required String name, @Nullable String value, @Nullable Source valueFrom) {

  /** Where a value comes from. */
  public record Source(@Required SecretKey secretKeyRef) {}

  /** A key of a Secret in the same namespace. */
  public record SecretKey(@Required String name, @Required String key) {}
}
