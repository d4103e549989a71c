package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
import java.util.Optional;

/**
 * What a Deployment says of pods that it has not made. A ReplicaSet that can't create pods says why
 * in a condition of its own, which the Deployment repeats.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment">
 *     Failed Deployment</a>
 */
record DeploymentTroubles(Tree.Obj deployment) {
  /** A pause is drift: it lasts only where the field is ignored, or drift is not healed. */
  private static final String PAUSED = "DeploymentPaused";

  /** It says only that something takes long. */
  private static final String LATE = "ProgressDeadlineExceeded";

  /** Whether it has all its pods, so that whatever it says of others is past. */
  boolean isComplete() {
    var status = deployment.object("status");
    var desired = number(deployment.object("spec"), "replicas", 1);
    return number(deployment.object("metadata"), "generation", 0)
            == number(status, "observedGeneration", -1)
        && number(status, "updatedReplicas", 0) >= desired
        && number(status, "availableReplicas", 0) >= desired;
  }

  /** Returns why it makes no pods; empty when it says nothing of that. */
  Optional<Trouble> creation() {
    return paused()
        .or(() -> condition("ReplicaFailure", "True"))
        .or(() -> condition("Progressing", "False").filter(it -> !it.reason().equals(LATE)));
  }

  /** Returns that it takes long, which is better than nothing. */
  Optional<Trouble> delay() {
    return condition("Progressing", "False");
  }

  private Optional<Trouble> paused() {
    if (!new Tree.Bool(true).equals(deployment.object("spec").get("paused"))) {
      return Optional.empty();
    }
    var metadata = deployment.object("metadata");
    return Optional.of(
        trouble(
            PAUSED,
            "Deployment is paused; to resume it: kubectl rollout resume deployment/%s -n %s"
                .formatted(metadata.text("name"), metadata.text("namespace"))));
  }

  private Optional<Trouble> condition(String type, String status) {
    return deployment
        .object("status")
        .items("conditions")
        .filter(it -> it.text("type").equals(type) && it.text("status").equals(status))
        .map(it -> trouble(it.text("reason"), it.text("message")))
        .findFirst();
  }

  /** What is in the way may go at any time. */
  private static Trouble trouble(String reason, String message) {
    return new Trouble(reason, message, Instant.MAX);
  }

  private static int number(Tree.Obj parent, String field, int otherwise) {
    return parent.get(field) instanceof Tree.Num(var value) ? value.intValue() : otherwise;
  }
}
