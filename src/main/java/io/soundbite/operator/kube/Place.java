package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.blueprint.Tree;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in a live object: whose fields are below.
 *
 * @param field the name that led here; empty text for the object itself, and for elements
 * @param ours what the operator applied
 * @param others what others have set, admission included
 * @param tracked whether the object says which of its fields the operator applied
 * @param closed whether a field that is not wanted is drift
 * @param unset what may be in fields that are not wanted all the same
 */
record Place(
    String field,
    @Nullable FieldSet ours,
    @Nullable FieldSet others,
    boolean tracked,
    boolean closed,
    UnsetFields unset) {

  /** Fields that are compared as a whole. The API server defaults nothing in them. */
  private static final Set<String> WHOLE =
      Set.of(
          "args",
          "binaryData",
          "command",
          "data",
          "egress",
          "env",
          "envFrom",
          "ingress",
          "nodeSelector",
          "podSelector",
          "selector");

  /** All of {@code live}. */
  static Place top(Tree.Obj live) {
    var ours = FieldSet.ours(live);
    return new Place(
        "",
        ours.orElse(null),
        FieldSet.others(live).orElse(null),
        ours.isPresent(),
        true,
        UnsetFields.of(live.text("kind")));
  }

  /** What is below {@code name}. */
  Place at(String name) {
    return new Place(
        name,
        ours == null ? null : ours.at(name),
        others == null ? null : others.at(name),
        tracked,
        closed && !(field.isEmpty() && name.equals("metadata")),
        unset.at(name));
  }

  /** An element of the list here, which has one owner as a whole. */
  Place element() {
    return new Place("", ours, others, tracked, closed, unset.at("*"));
  }

  /** Whether all of it is compared as it is. */
  boolean isWhole() {
    return closed && WHOLE.contains(field);
  }

  /**
   * Whether {@code name}, with {@code value}, is drift where it is not wanted. The mark of a
   * rollout that is over is none: it says nothing any more, and goes with the next write.
   */
  boolean answeredFor(String name, Tree value) {
    var applied = ours != null && ours.has(name) && !name.equals(SlotTarget.ROLLOUT);
    if (!closed) {
      return applied || (field.equals("ownerReferences") && controls(value));
    }
    var known = unset.at(name);
    if (known.isDefault(value)) {
      return false;
    }
    return applied
        || (!known.isExcepted(value, byOthers(name))
            && (WHOLE.contains(name) || known.hasDefault() || !tracked || byOthers(name)));
  }

  /** Whether {@code name} with {@code value} is no part of what is there beyond what is wanted. */
  boolean isNothing(String name, Tree value) {
    return unset.at(name).isDefault(value) || unset.at(name).isExcepted(value, byOthers(name));
  }

  /**
   * What no manager has set is a default of the API server's, also one of a version that is newer
   * than the table of defaults.
   */
  private boolean byOthers(String name) {
    return others != null && (others.isWhole() || others.has(name));
  }

  /** An object has one controller: a second, such as a namesake's of before, is in the way. */
  private static boolean controls(Tree reference) {
    return reference instanceof Tree.Obj it && new Tree.Bool(true).equals(it.get("controller"));
  }
}
