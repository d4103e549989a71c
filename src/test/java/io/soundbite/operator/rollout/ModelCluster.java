package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Two Deployments and a Service, as the API server and the Deployment controller keep them. */
final class ModelCluster {
  private final Map<Slot, Pods> slots = new EnumMap<>(Slot.class);
  private Set<Slot> selected = Set.of();
  private String mark = "";

  /** A Deployment: what is asked for, what the controller has seen of it, and its pods. */
  private static final class Pods {
    private String release = "";
    private String rollout = "";
    private int desired;
    private int generation = 1;
    private int observed;
    private int ready;
    private int unready;
    private int former;

    private SlotView view() {
      return new SlotView(
          release,
          rollout,
          desired,
          ready + unready,
          ready + former,
          ready + former,
          ready + unready + former,
          generation == observed,
          Optional.empty());
    }

    private void apply(String wanted, int size) {
      if (!release.equals(wanted)) {
        former += ready;
        ready = 0;
        unready = 0;
        release = wanted;
        generation++;
      }
      if (desired != size) {
        desired = size;
        generation++;
      }
    }

    /** One step of the controller: see, scale down, start one, make one ready, end former ones. */
    private void advance() {
      observed = generation;
      while (ready + unready > desired) {
        if (unready > 0) {
          unready--;
        } else {
          ready--;
        }
      }
      if (unready > 0) {
        unready--;
        ready++;
      } else if (ready < desired) {
        unready++;
      }
      if (ready == desired) {
        former = 0;
      }
    }

    private void lose() {
      if (ready > 0) {
        ready--;
        unready++;
      }
    }
  }

  View view() {
    var views = new EnumMap<Slot, SlotView>(Slot.class);
    slots.forEach((slot, pods) -> views.put(slot, pods.view()));
    return new View(views, new View.ServiceView(selected, mark), Optional.empty(), Map.of());
  }

  void apply(Slot slot, String release, int size, Optional<String> rollout) {
    var pods = slots.computeIfAbsent(slot, any -> new Pods());
    pods.apply(release, size);
    rollout.ifPresent(it -> pods.rollout = it);
  }

  void select(Set<Slot> which, Optional<String> rollout) {
    selected = which;
    rollout.ifPresent(it -> mark = it);
  }

  /** As an autoscaler does. */
  void scale(Slot slot, int size) {
    var pods = slots.get(slot);
    if (pods != null && pods.desired > 0) {
      pods.apply(pods.release, size);
    }
  }

  void lose(Slot slot) {
    var pods = slots.get(slot);
    if (pods != null) {
      pods.lose();
    }
  }

  void advance() {
    slots.values().forEach(Pods::advance);
  }
}
