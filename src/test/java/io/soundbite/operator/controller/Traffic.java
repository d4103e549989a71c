package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the live Service selects, at every moment since it was begun to be watched: every change of
 * it and of every pod, in the order in which the API server stored them.
 */
final class Traffic implements AutoCloseable {
  private final String service;
  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final List<Watch> watches;

  private record Change(long version, Watcher.Action action, HasMetadata object) {}

  /**
   * A moment.
   *
   * @param selector of the Service
   * @param ready how many ready pods it selects
   * @param why what changed
   */
  record Moment(Map<String, String> selector, long ready, String why) {}

  private final class Recorder<T extends HasMetadata> implements Watcher<T> {
    @Override
    public void eventReceived(Action action, T object) {
      var version = Long.parseLong(object.getMetadata().getResourceVersion());
      changes.add(new Change(version, action, object));
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new AssertionError("the watch ended", cause);
    }
  }

  Traffic(KubernetesClient client, String namespace, String service) {
    this.service = service;
    this.watches =
        List.of(
            client.pods().inNamespace(namespace).watch(new Recorder<Pod>()),
            client.services().inNamespace(namespace).watch(new Recorder<Service>()));
  }

  /** All moments from the first in which there were {@code demanded} pods. */
  List<Moment> moments(int demanded) {
    var pods = new HashMap<String, Pod>();
    var selector = new HashMap<String, String>();
    return changes.stream()
        .sorted(Comparator.comparingLong(Change::version))
        .map(
            change -> {
              apply(change, pods, selector);
              return new Moment(Map.copyOf(selector), ready(pods, selector), text(change));
            })
        .dropWhile(it -> it.ready() < demanded)
        .toList();
  }

  /** There have always been at least {@code demanded} pods, whatever the Service selected. */
  void assertNeverFewerThan(int demanded) {
    var moments = moments(demanded);
    assertThat(moments).as("something was seen").hasSizeGreaterThan(10);
    for (int i = 0; i < moments.size(); i++) {
      assertThat(moments.get(i).ready())
          .as("ready pods at %s, after %s", moments.get(i), i == 0 ? "" : moments.get(i - 1))
          .isGreaterThanOrEqualTo(demanded);
    }
  }

  /** How often the selector changed. */
  long switches(int demanded) {
    var moments = moments(demanded);
    long switches = 0;
    for (int i = 1; i < moments.size(); i++) {
      if (!moments.get(i).selector().equals(moments.get(i - 1).selector())) {
        switches++;
      }
    }
    return switches;
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }

  private void apply(Change change, Map<String, Pod> pods, Map<String, String> selector) {
    var name = change.object().getMetadata().getName();
    if (change.object() instanceof Pod pod) {
      if (change.action() == Watcher.Action.DELETED) {
        pods.remove(name);
      } else {
        pods.put(name, pod);
      }
    } else if (name.equals(service) && change.object() instanceof Service live) {
      selector.clear();
      selector.putAll(live.getSpec().getSelector());
    }
  }

  private static long ready(Map<String, Pod> pods, Map<String, String> selector) {
    return selector.isEmpty()
        ? 0
        : pods.values().stream()
            .filter(it -> it.getMetadata().getLabels() != null)
            .filter(it -> it.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
            .filter(it -> it.getMetadata().getDeletionTimestamp() == null)
            .filter(Traffic::isReady)
            .count();
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  private static String text(Change change) {
    return "%d %s %s %s"
        .formatted(
            change.version(),
            change.action(),
            change.object().getKind(),
            change.object().getMetadata().getName());
  }
}
