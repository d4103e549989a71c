package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.blueprint.Tree;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a slot's Deployment shows.
 *
 * @param release hash of the release it was rendered from, from the {@code soundbite.io/release}
 *     annotation of its pods; empty text when they carry none
 * @param rollout its annotation {@code soundbite.io/rollout}: the rollout that it was last filled
 *     by; empty text when it has none
 * @param desired {@code spec.replicas}
 * @param updated pods of the newest template
 * @param ready pods that are ready
 * @param available pods that are ready for long enough
 * @param total pods of all templates
 * @param current whether the controller has seen the newest generation
 * @param trouble what keeps a pod of {@code release} from being ready, the gravest
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#complete-deployment">Deployment
 *     status</a>
 */
public record SlotView(
    String release,
    String rollout,
    int desired,
    int updated,
    int ready,
    int available,
    int total,
    boolean current,
    Optional<Trouble> trouble) {

  /**
   * Reads a live Deployment.
   *
   * @param trouble what keeps pods of a release, by its hash, from being ready
   */
  public static SlotView of(Tree.Obj deployment, Function<String, Optional<Trouble>> trouble) {
    var spec = deployment.object("spec");
    var status = deployment.object("status");
    var release =
        spec.object("template").object("metadata").object("annotations").text(Release.ANNOTATION);
    return new SlotView(
        release,
        deployment.object("metadata").object("annotations").text(SlotTarget.ROLLOUT),
        number(spec, "replicas", 1),
        number(status, "updatedReplicas", 0),
        number(status, "readyReplicas", 0),
        number(status, "availableReplicas", 0),
        number(status, "replicas", 0),
        number(deployment.object("metadata"), "generation", 0)
            == number(status, "observedGeneration", -1),
        trouble.apply(release));
  }

  /** Whether it was rendered from the release that {@code revision} holds. */
  boolean isOf(String revision) {
    return !release.isEmpty() && revision.endsWith("-" + release);
  }

  /** Whether it runs its release completely, with at least {@code size} available pods. */
  boolean serves(int size) {
    return current
        && desired >= size
        && updated == desired
        && total == desired
        && available >= desired;
  }

  private static int number(Tree.Obj parent, String field, int otherwise) {
    return parent.get(field) instanceof Tree.Num(var value) ? value.intValue() : otherwise;
  }
}
