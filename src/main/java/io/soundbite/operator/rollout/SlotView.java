package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Tree;
import java.util.Optional;

/**
 * What a slot's Deployment shows.
 *
 * @param release hash of the release it was rendered from, from the {@code soundbite.io/release}
 *     annotation of its pods; empty text when they carry none
 * @param desired {@code spec.replicas}
 * @param updated pods of the newest template
 * @param ready pods that are ready
 * @param available pods that are ready for long enough
 * @param total pods of all templates
 * @param current whether the controller has seen the newest generation
 * @param stuck the reason and message of a Progressing condition that is False, if it is
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#complete-deployment">Deployment
 *     status</a>
 */
public record SlotView(
    String release,
    int desired,
    int updated,
    int ready,
    int available,
    int total,
    boolean current,
    Optional<String> stuck) {

  private static final String RELEASE = "soundbite.io/release";

  /** Reads a live Deployment. */
  public static SlotView of(Tree.Obj deployment) {
    var spec = deployment.object("spec");
    var status = deployment.object("status");
    return new SlotView(
        spec.object("template").object("metadata").object("annotations").text(RELEASE),
        number(spec, "replicas", 1),
        number(status, "updatedReplicas", 0),
        number(status, "readyReplicas", 0),
        number(status, "availableReplicas", 0),
        number(status, "replicas", 0),
        number(deployment.object("metadata"), "generation", 0)
            == number(status, "observedGeneration", -1),
        stuck(status));
  }

  /** Whether it runs {@code release} completely, with at least {@code size} available pods. */
  public boolean serves(String releaseHash, int size) {
    return release.equals(releaseHash)
        && current
        && desired >= size
        && updated == desired
        && total == desired
        && available >= desired;
  }

  private static Optional<String> stuck(Tree.Obj status) {
    return status
        .items("conditions")
        .filter(it -> it.text("type").equals("Progressing") && it.text("status").equals("False"))
        .map(it -> it.text("reason") + ": " + it.text("message"))
        .findFirst();
  }

  private static int number(Tree.Obj parent, String field, int otherwise) {
    return parent.get(field) instanceof Tree.Num(var value) ? value.intValue() : otherwise;
  }
}
