package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.kube.Pages;
import io.soundbite.operator.rollout.EventLookup;
import io.soundbite.operator.rollout.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Warnings as the API server holds them, asked for in one turn of one environment. They are listed
 * and not watched: most are about what is no concern of ours, and they are needed only while pods
 * are missing and nothing else says why. Each object is asked about once a turn.
 */
final class WarningEvents implements EventLookup {
  private static final Logger LOG = Logger.getLogger(WarningEvents.class);

  /** Most objects have got on by then. */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private static final Duration SOONEST = Duration.ofSeconds(2);
  private static final Duration LATEST = Duration.ofSeconds(15);

  /** For how long it is worth asking why a Job failed: by then status has it. */
  private static final Duration RECENT = Duration.ofMinutes(1);

  /** Whoever may create Events may create any number about any object. */
  private static final int MOST = 200;

  private static final String JOB = "Job";
  private static final String NO_PODS = "FailedCreate";

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Optional<Trouble>> known = new HashMap<>();
  private Optional<Instant> due = Optional.empty();

  WarningEvents(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public Optional<Trouble> warning(Tree.Obj object, Instant silentSince) {
    var now = clock.instant();
    var first = silentSince.plus(SILENCE);
    if (now.isBefore(first)) {
      wakeAt(first);
      return Optional.empty();
    }
    wakeAt(now.plus(pause(Duration.between(silentSince, now))));
    var uid = object.object("metadata").text("uid");
    return known.computeIfAbsent(
        uid, any -> newest(about(object).filter(it -> !last(it).isBefore(silentSince))));
  }

  @Override
  public Optional<Trouble> lastWarning(Tree.Obj job, Instant failed) {
    if (failed.plus(RECENT).isBefore(clock.instant())) {
      return Optional.empty();
    }
    var uid = job.object("metadata").text("uid");
    return known.computeIfAbsent(uid, any -> newest(Stream.concat(about(job), ofPods(job))));
  }

  /** Returns when to ask again; empty when there was nothing to ask. */
  Optional<Instant> due() {
    return due;
  }

  /** What has lasted for long is asked about less often. */
  private static Duration pause(Duration silence) {
    var quarter = silence.dividedBy(4);
    return Stream.of(quarter, LATEST)
        .min(Comparator.naturalOrder())
        .filter(it -> it.compareTo(SOONEST) > 0)
        .orElse(SOONEST);
  }

  private void wakeAt(Instant time) {
    due = Stream.concat(due.stream(), Stream.of(time)).min(Comparator.naturalOrder());
  }

  /** A Job also says how it failed, which its conditions do as well. */
  private Stream<Event> about(Tree.Obj object) {
    var fields = new HashMap<String, String>();
    fields.put("involvedObject.uid", object.object("metadata").text("uid"));
    if (object.text("kind").equals(JOB)) {
      fields.put("reason", NO_PODS);
    }
    return list(object, fields);
  }

  /** Its pods may be gone, and are known by how they are called. */
  private Stream<Event> ofPods(Tree.Obj job) {
    var prefix = job.object("metadata").text("name") + "-";
    return list(job, Map.of("involvedObject.kind", "Pod"))
        .filter(it -> it.getInvolvedObject().getName().startsWith(prefix));
  }

  private Stream<Event> list(Tree.Obj near, Map<String, String> fields) {
    var warnings =
        client
            .v1()
            .events()
            .inNamespace(near.object("metadata").text("namespace"))
            .withField("type", "Warning")
            .withFields(fields);
    return new Pages<>(warnings).objects().limit(MOST);
  }

  /** Nothing is found where Events may not be listed: a cause that is not told stops nothing. */
  private static Optional<Trouble> newest(Stream<Event> events) {
    try {
      return events
          .max(Comparator.comparing(WarningEvents::last))
          .map(
              it ->
                  new Trouble(
                      it.getReason(),
                      Objects.requireNonNullElse(it.getMessage(), ""),
                      Instant.MAX));
    } catch (KubernetesClientException e) {
      LOG.debugf(e, "Events can't be listed");
      return Optional.empty();
    }
  }

  /** When it happened last; those of a series have no {@code lastTimestamp}. */
  private static Instant last(Event event) {
    var series = event.getSeries();
    return Stream.of(
            series == null || series.getLastObservedTime() == null
                ? null
                : series.getLastObservedTime().getTime(),
            event.getLastTimestamp(),
            event.getEventTime() == null ? null : event.getEventTime().getTime(),
            event.getMetadata().getCreationTimestamp())
        .filter(Objects::nonNull)
        .findFirst()
        .map(Instant::parse)
        .orElse(Instant.EPOCH);
  }
}
