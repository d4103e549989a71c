package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What keeps pods from being ready, as their status says it.
 *
 * @param pods those of one environment
 * @param onsets when the troubles of their containers were first seen
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/">Pod
 *     lifecycle</a>
 */
public record PodTroubles(List<Tree.Obj> pods, TroubleOnsets onsets) {

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
    return Trouble.gravest(
        pods.stream()
            .filter(pod -> has(pod, labels))
            .filter(pod -> release(pod).equals(release))
            .flatMap(pod -> of(pod).stream()));
  }

  /** What keeps {@code pod} from being ready, the gravest; empty too when it is being deleted. */
  public Optional<Trouble> of(Tree.Obj pod) {
    if (pod.object("metadata").get("deletionTimestamp") != null) {
      return Optional.empty();
    }
    return Trouble.gravest(
            ContainerStatus.of(pod).flatMap(container -> container(pod, container).stream()))
        .or(() -> whole(pod));
  }

  private Optional<Trouble> container(Tree.Obj pod, ContainerStatus container) {
    if (container.isStuck()) {
      var message = container.waiting().text("message");
      var how =
          container.reason().equals(ContainerStatus.CRASHES)
              ? container.lastEnd().map(end -> "it ended with " + end).orElse("")
              : "";
      return Optional.of(
          new Trouble(
              container.reason(),
              ContainerStatus.joined(message, "; ", how),
              lasting(pod, container)));
    }
    // What has ended once is started again: whether it ends again is for CrashLoopBackOff to say.
    return container.end().map(end -> new Trouble("ContainerTerminated", end, Instant.MAX));
  }

  private Instant lasting(Tree.Obj pod, ContainerStatus container) {
    if (container.isFinal()) {
      return created(pod);
    }
    return onsets
        .first(pod, container)
        .filter(any -> container.isRepeated())
        .map(it -> it.plus(TroubleOnsets.GRACE))
        .orElse(Instant.MAX);
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
