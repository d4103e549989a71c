package io.soundbite.operator.blueprint;

import java.util.Set;

/**
 * A Kubernetes object.
 *
 * @param body apiVersion, kind, metadata and everything the operator sets; when observed, the live
 *     object projected onto what is desired
 */
public record KubeObject(Key key, @Unwrapped Tree.Obj body, Set<String> after) implements Desired {
  public KubeObject {
    after = Set.copyOf(after);
  }
}
