package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
import java.util.Optional;

/**
 * A live verification Job.
 *
 * @param troubles of pods, its own among them
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions">
 *     Terminal Job conditions</a>
 */
public record TrialJob(Tree.Obj job, PodTroubles troubles) {
  /** Of what a container printed, the last; enough for a sentence or two. */
  private static final int SHOWN = 500;

  /** How far it is; what is about to end has not ended. */
  public TrialView view() {
    if (condition("Complete").isPresent()) {
      return new TrialView(TrialView.State.SUCCEEDED, "");
    }
    return condition("Failed")
        .map(it -> new TrialView(TrialView.State.FAILED, message(it)))
        .orElseGet(
            () ->
                new TrialView(
                    TrialView.State.RUNNING,
                    troubles.of(job).map(Trouble::text).map(TrialJob::cut).orElse("")));
  }

  private Optional<Tree.Obj> condition(String type) {
    return job.object("status")
        .items("conditions")
        .filter(it -> it.text("type").equals(type) && it.text("status").equals("True"))
        .findFirst();
  }

  private String message(Tree.Obj failed) {
    var words = failed.text("reason") + ": " + failed.text("message");
    return troubles
        .end(job)
        .map(it -> "it ended with " + it)
        .or(() -> cause(failed))
        .map(it -> "%s (%s)".formatted(words, cut(it)))
        .orElse(words);
  }

  /** What its pods were waiting for; those that have not ended are gone with the time they had. */
  private Optional<String> cause(Tree.Obj failed) {
    var since = failed.text("lastTransitionTime");
    return since.isEmpty()
        ? Optional.empty()
        : troubles.events().lastWarning(job, Instant.parse(since)).map(Trouble::text);
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
  }
}
