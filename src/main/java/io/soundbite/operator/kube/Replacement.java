package io.soundbite.operator.kube;

import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.FieldDiff;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says which objects are deleted and created again because no write to them can heal what differs.
 * Nothing that has pods is among them, and nothing whose content is not in the blueprint.
 */
final class Replacement {

  /**
   * Fields that are not wanted and that only a new object is without. Removing an Ingress's class
   * would succeed, but admission sets the default class only on creation.
   */
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "ConfigMap", Set.of("/immutable"),
          "Ingress", Set.of("/spec/ingressClassName"),
          "Service", Set.of("/spec/clusterIP"));

  private Replacement() {}

  /** Returns whether one of {@code diffs} goes only with the object. */
  static boolean isNeeded(String kind, List<FieldDiff> diffs) {
    var fields = FIELDS.getOrDefault(kind, Set.of());
    return diffs.stream().anyMatch(diff -> diff.want() == null && fields.contains(diff.path()));
  }

  /** Returns whether an object of {@code kind} may be deleted to be created again. */
  static boolean isSafe(String kind) {
    return FIELDS.containsKey(kind);
  }

  /** Returns {@code refusal}, which was for a field that can't be changed, with what to do. */
  static Failure remedy(KubeTarget target, Failure refusal) {
    return new Failure(
        refusal.kind(),
        refusal.action(),
        refusal.resource(),
        "%s. The operator does not delete what has pods to replace it: delete %s, and it is created as declared."
            .formatted(refusal.message().replaceFirst("\\.$", ""), target));
  }
}
