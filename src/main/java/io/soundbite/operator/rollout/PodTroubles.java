package io.soundbite.operator.rollout;

import static io.soundbite.operator.rollout.ContainerStatus.joined;

import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
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
    var its = having(labels).filter(pod -> pod.release().equals(release)).toList();
    var present = present(its);
    var said = new DeploymentTroubles(deployment);
    if (said.isComplete() || present.filter(it -> !it.mayPass()).isPresent()) {
      return present;
    }
    return said.creation()
        .or(() -> present.map(it -> explained(it, its)))
        .or(() -> silent(its))
        .or(() -> gravest(its.stream().filter(PodState::isFailed)))
        .or(said::delay);
  }

  /** Returns why the pods of {@code job}, which has not ended, are missing or do not run. */
  Optional<Trouble> of(Tree.Obj job) {
    var its = having(ofJob(job)).toList();
    return present(its)
        .or(() -> silent(its))
        .or(() -> its.stream().allMatch(PodState::isFailed) ? creation(job) : Optional.empty());
  }

  /** Returns how a container of a pod of {@code job} ended, other than well, in the newest pod. */
  Optional<String> end(Tree.Obj job) {
    return having(ofJob(job))
        .sorted(PodState.OLDEST.reversed())
        .flatMap(it -> ContainerStatus.of(it.pod()))
        .flatMap(container -> container.end().stream())
        .findFirst();
  }

  /** What keeps {@code pod} from being ready, the gravest; empty too when it is being deleted. */
  public Optional<Trouble> ofPod(Tree.Obj pod) {
    var state = new PodState(pod);
    return state.isDeleted()
        ? Optional.empty()
        : Trouble.gravest(
                ContainerStatus.of(pod).flatMap(container -> container(state, container).stream()))
            .or(state::trouble);
  }

  private Stream<PodState> having(Map<String, String> labels) {
    return pods.stream().map(PodState::new).filter(pod -> pod.has(labels));
  }

  private static Map<String, String> ofJob(Tree.Obj job) {
    return Map.of(JOB_LABEL, job.object("metadata").text("name"));
  }

  /** Only Events say that a Job's pods can't be created. */
  private Optional<Trouble> creation(Tree.Obj job) {
    return PodState.condition(job.object("status"), "Suspended", "True")
        .map(it -> new Trouble(it.text("reason"), it.text("message"), Instant.MAX))
        .or(() -> events.warning(job, new PodState(job).created()));
  }

  /** Why pods that are there are not ready. Those that have failed are replaced. */
  private Optional<Trouble> present(List<PodState> its) {
    return gravest(its.stream().filter(pod -> !pod.isFailed()));
  }

  private Optional<Trouble> gravest(Stream<PodState> its) {
    return Trouble.gravest(its.flatMap(it -> ofPod(it.pod()).stream()));
  }

  /** A pod that is not ready does not say what its probes met; Events do. */
  private Trouble explained(Trouble trouble, List<PodState> its) {
    if (!trouble.reason().equals(PodState.NOT_READY)) {
      return trouble;
    }
    return its.stream()
        .filter(it -> ofPod(it.pod()).filter(trouble::equals).isPresent())
        .min(PodState.OLDEST)
        .flatMap(it -> events.warning(it.pod(), it.since("Ready", "False")))
        .map(it -> joined(trouble.message(), "; ", it.text()))
        .map(it -> new Trouble(PodState.NOT_READY, it, Instant.MAX))
        .orElse(trouble);
  }

  /** What Events say of the pod that has said nothing for the longest, though it does not run. */
  private Optional<Trouble> silent(List<PodState> its) {
    return its.stream()
        .filter(it -> it.isPending() && !it.isDeleted())
        .min(PodState.OLDEST)
        .flatMap(it -> events.warning(it.pod(), it.since("PodScheduled", "True")));
  }

  private Optional<Trouble> container(PodState pod, ContainerStatus container) {
    if (container.isStuck()) {
      var message = container.waiting().text("message");
      var how =
          container.reason().equals(ContainerStatus.CRASHES)
              ? container.lastEnd().map(end -> "it ended with " + end).orElse("")
              : "";
      return Optional.of(
          new Trouble(container.reason(), joined(message, "; ", how), lasting(pod, container)));
    }
    // What has ended once is started again: whether it ends again is for CrashLoopBackOff to say.
    return container.end().map(end -> new Trouble("ContainerTerminated", end, Instant.MAX));
  }

  private Instant lasting(PodState pod, ContainerStatus container) {
    if (container.isFinal()) {
      return pod.created();
    }
    return onsets
        .first(pod.pod(), container)
        .filter(any -> container.isRepeated())
        .map(it -> it.plus(container.patience()))
        .orElse(Instant.MAX);
  }
}
