package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.blueprint.Excerpt;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Events on custom resources, as {@code kubectl describe} shows them: core/v1 with a count, since
 * it does not show the series of events.k8s.io/v1. What repeats within the window counts up; each
 * object has a budget, so that nothing can flood the API server. A failure is logged, and never
 * thrown: an Event is not worth a reconcile.
 */
public final class EventRecorder {
  private static final Logger LOG = Logger.getLogger(EventRecorder.class);

  /** Less than the hour after which the API server forgets Events. */
  private static final Duration WINDOW = Duration.ofMinutes(30);

  private static final int MESSAGE_BYTES = 1024;

  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(FieldSet.MANAGER)
          .build();

  private record Subject(
      String namespace, String name, String uid, String type, String reason, String message) {

    boolean isAbout(String ofNamespace, String ofName) {
      return namespace.equals(ofNamespace) && name.equals(ofName);
    }
  }

  private record Told(String name, int count, Instant last) {}

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<Subject, Told> told = new HashMap<>();
  private final Map<String, EventBudget> budgets = new HashMap<>();

  public EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Records what happened.
   *
   * @param about what it happened to
   * @param warning whether a person should look at it
   * @param reason CamelCase
   * @param message at most 1024 bytes are kept
   */
  public void record(HasMetadata about, boolean warning, String reason, String message) {
    var subject =
        new Subject(
            about.getMetadata().getNamespace(),
            about.getMetadata().getName(),
            about.getMetadata().getUid(),
            warning ? "Warning" : "Normal",
            reason,
            Excerpt.of(message, MESSAGE_BYTES));
    try {
      record(about, subject);
    } catch (KubernetesClientException e) {
      LOG.warnf(e, "the Event %s on %s is lost", reason, about.getMetadata().getName());
    }
  }

  /** Forgets what was recorded on the object of that name, which is gone. */
  public synchronized void forget(String namespace, String name) {
    told.keySet().stream()
        .filter(it -> it.isAbout(namespace, name))
        .map(Subject::uid)
        .forEach(budgets::remove);
    told.keySet().removeIf(it -> it.isAbout(namespace, name));
  }

  /** The API server is called outside of the lock: it may be slow, and for one object only. */
  private void record(HasMetadata about, Subject subject) {
    var now = clock.instant();
    if (!isAllowed(subject, now)) {
      LOG.debugf("too many Events on %s: %s", about.getMetadata().getName(), subject);
      return;
    }
    var again = before(subject).filter(it -> countUp(about, it, now));
    remember(
        subject,
        again
            .map(it -> new Told(it.name(), it.count() + 1, now))
            .orElseGet(() -> new Told(create(about, subject, now), 1, now)));
  }

  private synchronized boolean isAllowed(Subject subject, Instant now) {
    told.values().removeIf(it -> it.last().plus(WINDOW).isBefore(now));
    budgets.values().removeIf(it -> it.isFull(now));
    return budgets.computeIfAbsent(subject.uid(), any -> new EventBudget(now)).take(now);
  }

  private synchronized Optional<Told> before(Subject subject) {
    return Optional.ofNullable(told.get(subject));
  }

  private synchronized void remember(Subject subject, Told event) {
    told.put(subject, event);
  }

  /** Whether the Event was still there. */
  private boolean countUp(HasMetadata about, Told before, Instant now) {
    try {
      client
          .v1()
          .events()
          .inNamespace(about.getMetadata().getNamespace())
          .resource(
              new EventBuilder().withNewMetadata().withName(before.name()).endMetadata().build())
          .patch(
              MERGE,
              "{\"count\":%d,\"lastTimestamp\":\"%s\"}"
                  .formatted(before.count() + 1, seconds(now)));
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private String create(HasMetadata about, Subject subject, Instant now) {
    var metadata = about.getMetadata();
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(metadata.getName() + ".")
            .withNamespace(metadata.getNamespace())
            .endMetadata()
            .withInvolvedObject(
                new ObjectReferenceBuilder()
                    .withApiVersion(about.getApiVersion())
                    .withKind(about.getKind())
                    .withNamespace(metadata.getNamespace())
                    .withName(metadata.getName())
                    .withUid(metadata.getUid())
                    .withResourceVersion(metadata.getResourceVersion())
                    .build())
            .withType(subject.type())
            .withReason(subject.reason())
            .withMessage(subject.message())
            .withCount(1)
            .withFirstTimestamp(seconds(now))
            .withLastTimestamp(seconds(now))
            .withReportingComponent(FieldSet.MANAGER)
            .withNewSource()
            .withComponent(FieldSet.MANAGER)
            .endSource()
            .build();
    return client.resource(event).create().getMetadata().getName();
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
