package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/** The annotations by which people ask the operator for something. */
final class Annotations {
  static final String PREFIX = "soundbite.io/";
  static final String RECONCILE_REQUESTED_AT = PREFIX + "reconcile-requested-at";
  static final String ABANDON = PREFIX + "abandon";
  static final String PAUSED = PREFIX + "paused";
  static final String APPLY = PREFIX + "apply";
  static final String RECREATE = PREFIX + "recreate";
  static final String ALLOW_DOWNGRADE = PREFIX + "allow-downgrade";

  private Annotations() {}

  static Optional<String> value(HasMetadata resource, String annotation) {
    return Optional.ofNullable(all(resource).get(annotation));
  }

  /** Those that are ours to read. */
  static Map<String, String> ours(HasMetadata resource) {
    var ours = new java.util.TreeMap<String, String>();
    all(resource)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX)) {
                ours.put(name, value);
              }
            });
    return ours;
  }

  private static Map<String, String> all(HasMetadata resource) {
    var annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }
}
