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
 * @param others what others have set
 * @param strict whether that is drift
 */
record Place(String field, @Nullable FieldSet ours, @Nullable FieldSet others, boolean strict) {

  /** Fields where nothing is tolerated that is not wanted. The API server defaults none of them. */
  private static final Set<String> CLOSED =
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

  /** Maps whose keys are anybody's choice. */
  private static final Set<String> FREE = Set.of("annotations", "labels");

  /** All of {@code live}. */
  static Place top(Tree.Obj live) {
    return new Place(
        "", FieldSet.ours(live).orElse(null), FieldSet.others(live).orElse(null), false);
  }

  /** What is below {@code name}. */
  Place at(String name) {
    return new Place(
        name,
        ours == null ? null : ours.at(name),
        others == null ? null : others.at(name),
        strict || (field.equals("template") && name.equals("spec")));
  }

  /** Whether all of it is compared as it is. */
  boolean isClosed() {
    return CLOSED.contains(field);
  }

  /**
   * Whether {@code name}, with {@code value}, is drift where it is not wanted. The mark of a
   * rollout that is over is none: it says nothing any more, and goes with the next write.
   */
  boolean answeredFor(String name, Tree value) {
    return (ours != null && ours.has(name) && !name.equals(SlotTarget.ROLLOUT))
        || (strict && others != null && (others.isWhole() || others.has(name)))
        || (CLOSED.contains(name) && !FREE.contains(field))
        || (field.equals("ownerReferences") && controls(value));
  }

  /** An object has one controller: a second, such as a namesake's of before, is in the way. */
  private static boolean controls(Tree reference) {
    return reference instanceof Tree.Obj it && new Tree.Bool(true).equals(it.get("controller"));
  }
}
