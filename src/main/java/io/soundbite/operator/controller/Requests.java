package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.LastHandled;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;

/** What people ask for by annotation, each value once. */
record Requests(SoundBiteEnvironment resource, EnvironmentStatus before) {

  /** What will have been acted on after this turn. */
  LastHandled handled() {
    return new LastHandled(
        Annotations.value(resource, Annotations.RECONCILE_REQUESTED_AT).orElse(null), null, null);
  }

  /** Whether a look at everything was asked for, and was not had. */
  boolean anew() {
    var handled = handled();
    return handled.reconcileRequestedAt() != null && !handled.equals(before.lastHandled());
  }

  /** Whether the spec is another than the one status speaks of. */
  boolean changed() {
    return !resource.getMetadata().getGeneration().equals(before.observedGeneration());
  }
}
