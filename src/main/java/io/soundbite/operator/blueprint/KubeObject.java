package io.soundbite.operator.blueprint;

import java.util.Set;

/**
 * A Kubernetes object.
 *
 * @param body apiVersion, kind, metadata and everything the operator sets, in {@link Canonical}
 *     form; when observed, the live object projected onto what is desired. Its {@link Tree#plain}
 *     is the manifest
 */
public record KubeObject(Key key, @Unwrapped Tree.Obj body, Set<String> after) implements Desired {
  public KubeObject {
    body = Canonical.of(body);
    after = Set.copyOf(after);
  }
}
