package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Tree;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a pod's status says of one of its containers.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states">
 *     Container states</a>
 */
record ContainerStatus(Tree.Obj status) {
  static final String CRASHES = "CrashLoopBackOff";

  /** A Secret or ConfigMap is not there, which other controllers often make a little later. */
  private static final String CONFIGURATION = "CreateContainerConfigError";

  /** As long as for an image that is not there yet. */
  private static final Duration LATE = Duration.ofMinutes(2);

  /** No further try can end otherwise. */
  private static final Set<String> FINAL = Set.of("InvalidImageName", "ErrImageNeverPull");

  /** What is tried again, and is over as soon as the container has started. */
  private static final Set<String> BEFORE_START =
      Set.of("ErrImagePull", "ImagePullBackOff", CONFIGURATION, "CreateContainerError");

  /** What is tried again, with starts in between that prove nothing. */
  private static final Set<String> AFTER_START = Set.of(CRASHES, "RunContainerError");

  /** A container that has not been started yet, for no reason that is said. */
  private static final Set<String> EARLY = Set.of("", "ContainerCreating", "PodInitializing");

  /** Returns those of {@code pod}, init containers first. */
  static Stream<ContainerStatus> of(Tree.Obj pod) {
    return Stream.of("initContainerStatuses", "containerStatuses")
        .flatMap(field -> pod.object("status").items(field))
        .map(ContainerStatus::new);
  }

  String name() {
    return status.text("name");
  }

  Tree.Obj state() {
    return status.object("state");
  }

  Tree.Obj waiting() {
    return state().object("waiting");
  }

  String reason() {
    return waiting().text("reason");
  }

  /** Returns for how long what is tried again may last. */
  Duration patience() {
    return reason().equals(CONFIGURATION) ? LATE : TroubleOnsets.GRACE;
  }

  boolean isReady() {
    return new Tree.Bool(true).equals(status.get("ready"));
  }

  /** Whether it waits for a reason that says something. */
  boolean isStuck() {
    return !EARLY.contains(reason());
  }

  boolean isFinal() {
    return FINAL.contains(reason());
  }

  /** Whether it waits for what is tried again and mostly ends the same. */
  boolean isRepeated() {
    return isBeforeStart() || AFTER_START.contains(reason());
  }

  /** Whether it waits for what is tried again before it can start. */
  boolean isBeforeStart() {
    return BEFORE_START.contains(reason());
  }

  /** Whether it runs, or has run to its end. */
  boolean hasStarted() {
    return state().get("running") != null || state().get("terminated") != null;
  }

  /** Returns how it ended before it was started again, other than well. */
  Optional<String> lastEnd() {
    return ended(status.object("lastState"));
  }

  /** Returns how it ended, other than well: {@code OOMKilled, exit code 137: its message}. */
  Optional<String> end() {
    return ended(state());
  }

  private static Optional<String> ended(Tree.Obj state) {
    var end = state.object("terminated");
    return end.get("exitCode") instanceof Tree.Num(var code) && code.signum() != 0
        ? Optional.of(
            joined(
                joined(end.text("reason"), ", ", "exit code " + code.toPlainString()),
                ": ",
                end.text("message").strip()))
        : Optional.empty();
  }

  /** Returns both texts with {@code between}, or the one that is not empty. */
  static String joined(String first, String between, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + between + second;
  }
}
