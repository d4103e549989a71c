package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.status.Conditions;
import io.soundbite.operator.status.Note;
import io.soundbite.operator.status.Problem;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * A status that the API server does not take. The status can't say so itself: an Event does, the
 * log once, and the conditions if those alone are taken.
 */
record UnwrittenStatus(
    Workings workings, SoundBiteEnvironment resource, StatusConditions conditions) {
  private static final Logger LOG = Logger.getLogger(UnwrittenStatus.class);
  private static final String REASON = "StatusNotWritten";

  /** The content is what is refused, so that less of it may be taken. */
  private static final Set<Failure.Kind> OF_CONTENT =
      Set.of(Failure.Kind.INVALID, Failure.Kind.TOO_LARGE, Failure.Kind.ADMISSION);

  /** Returns whether the custom resource is no longer there. */
  static boolean isGone(Throwable thrown) {
    return hasCode(thrown, HttpURLConnection.HTTP_NOT_FOUND);
  }

  /** Returns whether it has changed since it was read: the next reconcile reads it again. */
  static boolean isRace(Throwable thrown) {
    return hasCode(thrown, HttpURLConnection.HTTP_CONFLICT);
  }

  private static boolean hasCode(Throwable thrown, int code) {
    return thrown instanceof KubernetesClientException refused && refused.getCode() == code;
  }

  /**
   * Tells of it.
   *
   * @return how long to wait before the status is written again
   */
  Duration told(Throwable thrown) {
    var attempt = workings.statusWrites().failed(workings.scopes().owner(resource), thrown);
    var failure = attempt.backoff().failure();
    if (attempt.isTold()) {
      var problem =
          new Problem(
              REASON,
              "The status can't be written, and what it says may be outdated: "
                  + failure.sentence(),
              !failure.kind().passing());
      if (OF_CONTENT.contains(failure.kind())) {
        shorten(problem);
      }
      if (attempt.isNews()) {
        workings.tell(resource, List.of(new Note(true, REASON, problem.message())));
      }
    }
    return attempt.pause(workings.clock().instant());
  }

  private void shorten(Problem problem) {
    var before = EnvironmentStatus.of(resource).conditions();
    var next =
        new Conditions(before, resource.getMetadata().getGeneration(), workings.clock().instant())
            .set("Ready", false, problem.reason(), problem.message())
            .set("Reconciling", false, problem.reason(), problem.message())
            .set("Stalled", true, problem.reason(), problem.message())
            .list();
    if (next.equals(before)) {
      return;
    }
    try {
      conditions.write(resource, next);
    } catch (KubernetesClientException e) {
      LOG.debugf(e, "the conditions of %s are refused too", resource.getMetadata().getName());
    }
  }
}
