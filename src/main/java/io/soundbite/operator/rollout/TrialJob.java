package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A live verification Job.
 *
 * @param pods that may be its own
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions">
 *     Terminal Job conditions</a>
 */
public record TrialJob(Tree.Obj job, List<Tree.Obj> pods) {
  private static final String OWNER_LABEL = "batch.kubernetes.io/job-name";

  /** Of what a container printed, the last; enough for a sentence or two. */
  private static final int SHOWN = 500;

  public TrialJob {
    pods = List.copyOf(pods);
  }

  /** How far it is; what is about to end has not ended. */
  public TrialView view() {
    if (condition("Complete").isPresent()) {
      return new TrialView(TrialView.State.SUCCEEDED, "");
    }
    return condition("Failed")
        .map(it -> new TrialView(TrialView.State.FAILED, message(it)))
        .orElseGet(() -> new TrialView(TrialView.State.RUNNING, ""));
  }

  private Optional<Tree.Obj> condition(String type) {
    return job.object("status")
        .items("conditions")
        .filter(it -> it.text("type").equals(type) && it.text("status").equals("True"))
        .findFirst();
  }

  private String message(Tree.Obj failed) {
    var words = failed.text("reason") + ": " + failed.text("message");
    return end().map(it -> "%s (it ended with %s)".formatted(words, it)).orElse(words);
  }

  /** How its last pod ended. */
  private Optional<String> end() {
    var name = job.object("metadata").text("name");
    return pods.stream()
        .filter(pod -> pod.object("metadata").object("labels").text(OWNER_LABEL).equals(name))
        .sorted(Comparator.comparing(TrialJob::created).reversed())
        .flatMap(ContainerStatus::of)
        .flatMap(container -> container.end().stream())
        .findFirst()
        .map(text -> text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…");
  }

  private static String created(Tree.Obj pod) {
    return pod.object("metadata").text("creationTimestamp");
  }
}
