package io.soundbite.operator.rollout;

import java.time.Instant;
import java.util.Optional;

/** A Deployment: what is asked for, what the controller has seen of it, and its pods. */
final class ModelPods {
  private String release = "";
  private String mark = "";
  private int desired;
  private int generation = 1;
  private int observed;
  private int ready;
  private int unready;
  private int former;
  private Optional<Trouble> trouble = Optional.empty();

  SlotView view() {
    return new SlotView(
        release,
        mark,
        desired,
        ready + unready,
        ready + former,
        ready + former,
        ready + unready + former,
        generation == observed,
        trouble);
  }

  void mark(String rollout) {
    mark = rollout;
  }

  void apply(String wanted, int size) {
    if (!release.equals(wanted)) {
      former += ready;
      ready = 0;
      unready = 0;
      release = wanted;
      generation++;
      trouble = Optional.empty();
    }
    if (desired != size) {
      desired = size;
      generation++;
    }
    if (size == 0) {
      trouble = Optional.empty();
    }
  }

  void scale(int size) {
    if (desired > 0) {
      apply(release, size);
    }
  }

  /**
   * One step of the controller: see, scale down, start one, make one ready, end former ones.
   *
   * @param room whether pods can be created
   */
  void advance(boolean room) {
    observed = generation;
    while (ready + unready > desired) {
      if (unready > 0) {
        unready--;
      } else {
        ready--;
      }
    }
    if (unready > 0) {
      if (trouble.isEmpty()) {
        unready--;
        ready++;
      }
    } else if (ready < desired && room) {
      unready++;
    }
    if (ready == desired) {
      former = 0;
    }
  }

  void heal() {
    trouble = Optional.empty();
  }

  void lose() {
    if (ready > 0) {
      ready--;
      unready++;
    }
  }

  void fail(Instant lasting) {
    if (desired > 0) {
      trouble = Optional.of(new Trouble("CrashLoopBackOff", "back-off", lasting));
    }
  }
}
