package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;

/**
 * The status as it is written: name, namespace, whole status, and the resourceVersion that was
 * reconciled. With it, a change of spec or a deletion that came in between makes the write fail
 * instead of being overlooked (java-operator-sdk #3398).
 */
final class StatusPatch {
  private StatusPatch() {}

  static SoundBiteEnvironment of(SoundBiteEnvironment reconciled, EnvironmentStatus status) {
    var patch = new SoundBiteEnvironment();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(reconciled.getMetadata().getName())
            .withNamespace(reconciled.getMetadata().getNamespace())
            .withResourceVersion(reconciled.getMetadata().getResourceVersion())
            .build());
    patch.setStatus(status);
    return patch;
  }
}
