package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the trouble of each container was first seen, for troubles that are tried again. A container
 * in trouble goes through several states (ErrImagePull and ImagePullBackOff; CrashLoopBackOff,
 * running for a moment, terminated), which are one trouble until it is over:
 *
 * <ul>
 *   <li>what keeps a container from starting is over when it has started;
 *   <li>a crash loop is over when the container has been ready for {@link #GRACE};
 *   <li>what is simply not said any more is over after {@link #GRACE}, too.
 * </ul>
 *
 * What comes after that is another trouble, with an onset of its own.
 *
 * @param onsets of the containers in trouble
 */
public record TroubleOnsets(Map<Container, Onset> onsets) {
  /** A registry's hiccup or one crash is no verdict: kubelets have tried again by then. */
  static final Duration GRACE = Duration.ofSeconds(20);

  public TroubleOnsets {
    onsets = Map.copyOf(onsets);
  }

  /**
   * A container of a pod.
   *
   * @param pod its uid
   */
  public record Container(String pod, String name) {}

  /**
   * The beginning of a trouble.
   *
   * @param first when it was first seen
   * @param beforeStart whether it keeps the container from starting
   * @param goneSince from when on it was not seen; null while it is
   */
  public record Onset(Instant first, boolean beforeStart, @Nullable Instant goneSince) {

    /** Whether it is this trouble that {@code container} is in {@code now}. */
    private boolean isThatOf(ContainerStatus container, Instant now) {
      return !isOver(now) && (!beforeStart || container.isBeforeStart());
    }

    private boolean isOver(Instant now) {
      return goneSince != null && !now.isBefore(goneSince.plus(GRACE));
    }

    private Onset seen(ContainerStatus container) {
      return new Onset(first, container.isBeforeStart(), null);
    }

    /** Returns it as it is when {@code container} does not say it; empty when it is over. */
    private Optional<Onset> unseen(ContainerStatus container, Instant now) {
      if (isOver(now) || (beforeStart && container.hasStarted())) {
        return Optional.empty();
      }
      var betweenCrashes = !beforeStart && container.hasStarted() && !container.isReady();
      return Optional.of(
          betweenCrashes
              ? new Onset(first, false, null)
              : new Onset(first, beforeStart, goneSince == null ? now : goneSince));
    }
  }

  /** Returns those of an environment whose pods were never in trouble. */
  public static TroubleOnsets none() {
    return new TroubleOnsets(Map.of());
  }

  /** Returns these as of {@code now}; pods that are gone have none. */
  public TroubleOnsets observe(List<Tree.Obj> pods, Instant now) {
    var next = new HashMap<Container, Onset>();
    for (var pod : pods) {
      ContainerStatus.of(pod)
          .forEach(
              status -> {
                var container = container(pod, status);
                observe(onsets.get(container), status, now)
                    .ifPresent(it -> next.put(container, it));
              });
    }
    return new TroubleOnsets(next);
  }

  /** Whether no container is in trouble. */
  public boolean isEmpty() {
    return onsets.isEmpty();
  }

  /** Returns when the present trouble of that container was first seen. */
  Optional<Instant> first(Tree.Obj pod, ContainerStatus status) {
    return Optional.ofNullable(onsets.get(container(pod, status))).map(Onset::first);
  }

  private static Optional<Onset> observe(
      @Nullable Onset before, ContainerStatus status, Instant now) {
    if (!status.isRepeated()) {
      return Optional.ofNullable(before).flatMap(it -> it.unseen(status, now));
    }
    return Optional.of(
        before != null && before.isThatOf(status, now)
            ? before.seen(status)
            : new Onset(now, status.isBeforeStart(), null));
  }

  private static Container container(Tree.Obj pod, ContainerStatus status) {
    return new Container(pod.object("metadata").text("uid"), status.name());
  }
}
