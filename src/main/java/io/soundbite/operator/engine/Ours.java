package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Owner;
import java.util.Optional;

/**
 * Which existing resources an environment may treat as its own.
 *
 * @param owner the environment
 * @param adopt whether resources that carry no owner are taken over
 * @param adoptFrom with adopt: {@code cloudformation}, or an owner, whose resources are too
 */
public record Ours(Owner owner, boolean adopt, Optional<String> adoptFrom) {
  private static final String STACKS = "cloudformation";
  private static final String ADOPT = "adoptionPolicy: Adopt";
  private static final String FROM = ", adoptFrom: ";

  /** Empty when the resource may be changed; else who stands in the way. */
  Optional<String> refuse(Ownership ownership) {
    return switch (ownership) {
      case Ownership.OwnedBy(var holder) -> unless(holder.equals(owner) || from(holder), holder);
      case Ownership.RetainedBy(var holder) -> unless(holder.equals(owner) || from(holder), holder);
      case Ownership.Foreign foreign ->
          unless(
              adopt && adoptFrom.filter(STACKS::equals).isPresent() && foreign.isStack(),
              foreign.holder());
      case Ownership.Unowned() -> unless(adopt, "nobody: it carries no owner");
      case Ownership.Written() -> Optional.empty();
      case Ownership.SameAs(var id) -> Optional.of("whoever owns " + id);
    };
  }

  /** The fields of {@code spec.aws} with which the resource may be changed. */
  static String adopting(Ownership ownership) {
    return switch (ownership) {
      case Ownership.OwnedBy(var holder) -> ADOPT + FROM + holder;
      case Ownership.RetainedBy(var holder) -> ADOPT + FROM + holder;
      case Ownership.Foreign foreign when foreign.isStack() -> ADOPT + FROM + STACKS;
      default -> ADOPT;
    };
  }

  /**
   * Whether the resource says that it is this environment's already.
   *
   * @param left whether what it left behind counts too: to be deleted, not to be left once more
   */
  boolean own(Ownership ownership, boolean left) {
    return switch (ownership) {
      case Ownership.Written() -> true;
      case Ownership.OwnedBy(var holder) -> holder.equals(owner);
      case Ownership.RetainedBy(var holder) -> left && holder.equals(owner);
      case Ownership.Foreign(var holder) -> false;
      case Ownership.Unowned() -> false;
      case Ownership.SameAs(var id) -> false;
    };
  }

  private boolean from(Owner holder) {
    return adopt && adoptFrom.filter(holder.toString()::equals).isPresent();
  }

  private static Optional<String> unless(boolean allowed, Object holder) {
    return allowed ? Optional.empty() : Optional.of(holder.toString());
  }
}
