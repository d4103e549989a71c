package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What keeps pods from being ready, as their status says it.
 *
 * @param pods those of one environment
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/">Pod
 *     lifecycle</a>
 */
public record PodTroubles(List<Tree.Obj> pods) {
  /** A registry's hiccup or one crash is no verdict: kubelets have tried again by then. */
  static final Duration GRACE = Duration.ofSeconds(20);

  /** No further try can end otherwise. */
  private static final Set<String> FINAL = Set.of("InvalidImageName", "ErrImageNeverPull");

  /** What is tried again and mostly ends the same. */
  private static final Set<String> REPEATED =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "CrashLoopBackOff",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  /** A container that has not been started yet. */
  private static final Set<String> EARLY = Set.of("", "ContainerCreating", "PodInitializing");

  private static final String CRASHES = "CrashLoopBackOff";

  public PodTroubles {
    pods = List.copyOf(pods);
  }

  /**
   * The gravest, which is the one that lasts from the earliest on.
   *
   * @param labels of the pods in question
   * @param release hash of the release they run
   */
  public Optional<Trouble> of(Map<String, String> labels, String release) {
    return gravest(
        pods.stream()
            .filter(pod -> has(pod, labels))
            .filter(pod -> release(pod).equals(release))
            .flatMap(pod -> of(pod).stream()));
  }

  /** What keeps {@code pod} from being ready, the gravest; empty too when it is being deleted. */
  public static Optional<Trouble> of(Tree.Obj pod) {
    if (pod.object("metadata").get("deletionTimestamp") != null) {
      return Optional.empty();
    }
    var containers =
        Stream.of("initContainerStatuses", "containerStatuses")
            .flatMap(field -> pod.object("status").items(field))
            .flatMap(container -> container(container, created(pod)).stream());
    return gravest(containers).or(() -> whole(pod));
  }

  private static Optional<Trouble> gravest(Stream<Trouble> troubles) {
    return troubles.min(
        Comparator.comparing(Trouble::lasting)
            .thenComparing(Trouble::reason)
            .thenComparing(Trouble::message));
  }

  private static Optional<Trouble> container(Tree.Obj container, Instant created) {
    var waiting = container.object("state").object("waiting");
    var reason = waiting.text("reason");
    if (!EARLY.contains(reason)) {
      var message = waiting.text("message");
      return Optional.of(
          new Trouble(
              reason,
              reason.equals(CRASHES) ? joined(message, "; ", last(container)) : message,
              lasting(reason, created)));
    }
    // What has ended once is started again: whether it ends again is for CrashLoopBackOff to say.
    return ended(container.object("state"))
        .map(end -> new Trouble("ContainerTerminated", end, Instant.MAX));
  }

  private static Instant lasting(String reason, Instant created) {
    if (FINAL.contains(reason)) {
      return created;
    }
    return REPEATED.contains(reason) ? created.plus(GRACE) : Instant.MAX;
  }

  private static String last(Tree.Obj container) {
    return ended(container.object("lastState")).map(end -> "it ended with " + end).orElse("");
  }

  /** How a container ended, other than well: {@code OOMKilled, exit code 137: its message}. */
  static Optional<String> ended(Tree.Obj state) {
    var end = state.object("terminated");
    return end.get("exitCode") instanceof Tree.Num(var code) && code.signum() != 0
        ? Optional.of(
            joined(
                joined(end.text("reason"), ", ", "exit code " + code.toPlainString()),
                ": ",
                end.text("message").strip()))
        : Optional.empty();
  }

  /** What the pod says of itself. */
  private static Optional<Trouble> whole(Tree.Obj pod) {
    var status = pod.object("status");
    return switch (status.text("phase")) {
      case "Failed" ->
          Optional.of(
              new Trouble(
                  status.text("reason").isEmpty() ? "PodFailed" : status.text("reason"),
                  status.text("message"),
                  Instant.MAX));
      case "Pending" ->
          condition(status, "PodScheduled")
              .map(it -> new Trouble(it.text("reason"), it.text("message"), Instant.MAX));
      case "Running" ->
          condition(status, "Ready")
              .map(it -> new Trouble("NotReady", it.text("message"), Instant.MAX));
      default -> Optional.empty();
    };
  }

  /** The condition of that type, if it is False. */
  private static Optional<Tree.Obj> condition(Tree.Obj status, String type) {
    return status
        .items("conditions")
        .filter(it -> it.text("type").equals(type) && it.text("status").equals("False"))
        .findFirst();
  }

  private static String joined(String first, String between, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + between + second;
  }

  private static Instant created(Tree.Obj pod) {
    return Instant.parse(pod.object("metadata").text("creationTimestamp"));
  }

  private static String release(Tree.Obj pod) {
    return pod.object("metadata").object("annotations").text(Release.ANNOTATION);
  }

  private static boolean has(Tree.Obj pod, Map<String, String> labels) {
    var its = pod.object("metadata").object("labels");
    return labels.entrySet().stream()
        .allMatch(label -> its.text(label.getKey()).equals(label.getValue()));
  }
}
