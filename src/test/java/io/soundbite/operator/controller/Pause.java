package io.soundbite.operator.controller;

import io.soundbite.operator.kube.Mandate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** When a leader is paused that has read an object and not written it yet. */
enum Pause {
  BEFORE_IT_ASKS,
  AFTER_IT_HAS_ASKED;

  /** {@code mandate}, in whose first use {@code meanwhile} happens. */
  Mandate in(Mandate mandate, Runnable meanwhile) {
    var over = new AtomicBoolean();
    Runnable pause =
        () -> {
          if (!over.getAndSet(true)) {
            meanwhile.run();
          }
        };
    return () -> this == BEFORE_IT_ASKS ? late(mandate, pause) : early(mandate, pause);
  }

  private static Optional<String> late(Mandate mandate, Runnable pause) {
    pause.run();
    return mandate.revoked();
  }

  private static Optional<String> early(Mandate mandate, Runnable pause) {
    var answer = mandate.revoked();
    pause.run();
    return answer;
  }
}
