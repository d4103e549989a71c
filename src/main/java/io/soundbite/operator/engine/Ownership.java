package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tags;
import java.util.Map;

/** Whose an existing resource is, as the resource itself says. */
public sealed interface Ownership {

  /** Carries no owner. */
  record Unowned() implements Ownership {}

  /** Carries an owner tag. */
  record OwnedBy(Owner owner) implements Ownership {}

  /** Was left behind by an owner that went with deletionPolicy Retain. */
  record RetainedBy(Owner owner) implements Ownership {}

  /** Belongs to a CloudFormation stack, or to anything else that signs what it makes. */
  record Foreign(String holder) implements Ownership {
    private static final String STACK = "cloudformation stack ";

    /** Belongs to the CloudFormation stack of that name. */
    static Foreign stack(String name) {
      return new Foreign(STACK + name);
    }

    boolean isStack() {
      return holder.startsWith(STACK);
    }
  }

  /** Can't be tagged: belongs to whoever owns the resource with this id. */
  record SameAs(String id) implements Ownership {}

  /** Was written by this environment a moment ago and not read since. */
  record Written() implements Ownership {}

  /** Reads it from a resource's tags. */
  static Ownership of(Map<String, String> tags) {
    var owner = tags.get(Tags.OWNER);
    if (owner != null) {
      return Owner.parse(owner).<Ownership>map(OwnedBy::new).orElseGet(() -> new Foreign(owner));
    }
    var retained = tags.get(Tags.RETAINED_BY);
    if (retained != null) {
      return Owner.parse(retained)
          .<Ownership>map(RetainedBy::new)
          .orElseGet(() -> new Foreign(retained));
    }
    var stack = tags.get(Tags.CLOUDFORMATION_STACK);
    return stack == null ? new Unowned() : Foreign.stack(stack);
  }
}
