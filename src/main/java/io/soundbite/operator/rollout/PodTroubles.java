package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What keeps pods from being there or from being ready, read from where it is said: their status,
 * that of the Deployment or Job which makes them, or Events.
 *
 * @param pods those of one environment
 * @param onsets when the troubles of their containers were first seen
 * @param events what is asked when nothing else says why
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/">Pod
 *     lifecycle</a>
 */
public record PodTroubles(List<Tree.Obj> pods, TroubleOnsets onsets, EventLookup events) {
  private static final String JOB_LABEL = "batch.kubernetes.io/job-name";

  public PodTroubles {
    pods = List.copyOf(pods);
  }

  /** Returns those that know of no pods, and nothing but what a pod says itself. */
  public static PodTroubles none() {
    return new PodTroubles(List.of(), TroubleOnsets.none(), EventLookup.none());
  }

  /**
   * Returns why a Deployment's pods are not all ready: what will last before what may pass, and
   * what keeps pods from being made before what keeps others from being ready.
   *
   * @param labels of its pods
   * @param release hash of the release they run
   */
  public Optional<Trouble> of(Tree.Obj deployment, Map<String, String> labels, String release) {
    var its =
        pods.stream()
            .filter(pod -> has(pod, labels))
            .filter(pod -> release(pod).equals(release))
            .toList();
    var present = present(its);
    var said = new DeploymentTroubles(deployment);
    if (said.isComplete() || present.filter(it -> !it.mayPass()).isPresent()) {
      return present;
    }
    return said.creation()
        .or(() -> present)
        .or(() -> silent(its))
        .or(() -> gravest(its.stream().filter(PodTroubles::isFailed)))
        .or(said::delay);
  }

  /** Returns why the pods of {@code job}, which has not ended, are missing or do not run. */
  Optional<Trouble> of(Tree.Obj job) {
    var its = ofJob(job).toList();
    return present(its)
        .or(() -> silent(its))
        .or(() -> its.stream().allMatch(PodTroubles::isFailed) ? creation(job) : Optional.empty());
  }

  /** Returns the pods of {@code job}. */
  Stream<Tree.Obj> ofJob(Tree.Obj job) {
    return pods.stream().filter(pod -> has(pod, Map.of(JOB_LABEL, name(job))));
  }

  /** Only Events say that a Job's pods can't be created. */
  private Optional<Trouble> creation(Tree.Obj job) {
    return condition(job.object("status"), "Suspended", "True")
        .map(it -> new Trouble(it.text("reason"), it.text("message"), Instant.MAX))
        .or(() -> events.warning(job, created(job)));
  }

  /** Why pods that are there are not ready. Those that have failed are replaced. */
  private Optional<Trouble> present(List<Tree.Obj> its) {
    return gravest(its.stream().filter(pod -> !isFailed(pod)));
  }

  private Optional<Trouble> gravest(Stream<Tree.Obj> its) {
    return Trouble.gravest(its.flatMap(pod -> ofPod(pod).stream()));
  }

  /** What Events say of the pod that has said nothing for the longest, though it does not run. */
  private Optional<Trouble> silent(List<Tree.Obj> its) {
    return its.stream()
        .filter(pod -> pod.object("status").text("phase").equals("Pending"))
        .filter(pod -> !isDeleted(pod))
        .min(Comparator.comparing(PodTroubles::created).thenComparing(PodTroubles::name))
        .flatMap(pod -> events.warning(pod, scheduled(pod)));
  }

  /** What keeps {@code pod} from being ready, the gravest; empty too when it is being deleted. */
  public Optional<Trouble> ofPod(Tree.Obj pod) {
    if (isDeleted(pod)) {
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
          condition(status, "PodScheduled", "False")
              .map(it -> new Trouble(it.text("reason"), it.text("message"), Instant.MAX));
      case "Running" ->
          condition(status, "Ready", "False")
              .map(it -> new Trouble("NotReady", it.text("message"), Instant.MAX));
      default -> Optional.empty();
    };
  }

  /** The condition of that type, if it is {@code value}. */
  private static Optional<Tree.Obj> condition(Tree.Obj status, String type, String value) {
    return status
        .items("conditions")
        .filter(it -> it.text("type").equals(type) && it.text("status").equals(value))
        .findFirst();
  }

  /** What was said before is no more in its way. */
  private static Instant scheduled(Tree.Obj pod) {
    return condition(pod.object("status"), "PodScheduled", "True")
        .map(it -> it.text("lastTransitionTime"))
        .filter(time -> !time.isEmpty())
        .map(Instant::parse)
        .orElseGet(() -> created(pod));
  }

  private static boolean isDeleted(Tree.Obj pod) {
    return pod.object("metadata").get("deletionTimestamp") != null;
  }

  private static boolean isFailed(Tree.Obj pod) {
    return pod.object("status").text("phase").equals("Failed");
  }

  private static Instant created(Tree.Obj object) {
    return Instant.parse(object.object("metadata").text("creationTimestamp"));
  }

  private static String name(Tree.Obj object) {
    return object.object("metadata").text("name");
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
