package io.soundbite.operator.blueprint;

import java.util.Optional;

/**
 * Who a resource belongs to. The custom resource's uid is not part of it, so that a cluster
 * restored from a backup still owns its resources.
 *
 * @param cluster id of the cluster, an operator setting
 */
public record Owner(String cluster, String namespace, String name) {

  /** Reads the form that {@link #toString} writes; empty when {@code text} is not one. */
  public static Optional<Owner> parse(String text) {
    var parts = text.split("/", -1);
    return parts.length == 3
        ? Optional.of(new Owner(parts[0], parts[1], parts[2]))
        : Optional.empty();
  }

  /** {@code cluster/namespace/name}, the value of the owner tag. */
  @Override
  public String toString() {
    return cluster + "/" + namespace + "/" + name;
  }
}
