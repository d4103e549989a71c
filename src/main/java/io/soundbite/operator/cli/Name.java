package io.soundbite.operator.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;

/** An environment's name; as text {@code namespace/name}. */
record Name(String namespace, String name) {

  static Name of(SoundBiteEnvironment environment) {
    var metadata = environment.getMetadata();
    return new Name(metadata.getNamespace(), metadata.getName());
  }

  @JsonValue
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
