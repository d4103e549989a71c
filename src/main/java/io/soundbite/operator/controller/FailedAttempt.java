package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Backoff;
import io.soundbite.operator.engine.FailedCall;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.kube.KubeErrors;
import io.soundbite.operator.status.Note;
import io.soundbite.operator.status.Problem;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reconcile or a cleanup that ended before its end.
 *
 * @param backoff what failed, how often in a row, and when it is tried again
 * @param former what failed in the attempt before; null when that came to its end
 */
record FailedAttempt(Backoff backoff, @Nullable Failure former) {

  /** Returns what {@code thrown} means for the environment of {@code owner}. */
  static Failure failure(Owner owner, Throwable thrown) {
    var name = owner.namespace() + "/" + owner.name();
    return switch (thrown) {
      case FailedCall call -> call.failure();
      case KubernetesClientException refused -> KubeErrors.failure(refused, name);
      default -> Failure.defect("reconcile", name, thrown);
    };
  }

  /** Returns what status says of it until a later attempt comes to its end. */
  Problem problem() {
    return Problem.of(backoff.failure());
  }

  /**
   * Returns whether status says it. What may pass by itself is tried once more first: a lost race
   * or an API server that restarts makes no environment less ready than it was.
   */
  boolean isTold() {
    return backoff.attempts() > 1 || !backoff.failure().kind().passing();
  }

  /** Returns whether it is told for the first time. */
  boolean isNews() {
    var failure = backoff.failure();
    return isTold()
        && (former == null
            || former.kind() != failure.kind()
            || (failure.kind().passing() && backoff.attempts() == 2));
  }

  /** Returns the Event that tells of it. */
  Note note() {
    return new Note(true, problem().reason(), problem().message());
  }

  /** Returns how long to wait before it is tried again. */
  Duration pause(Instant now) {
    var pause = Duration.between(now, backoff.notBefore());
    return pause.isPositive() ? pause : Duration.ofMillis(10);
  }
}
