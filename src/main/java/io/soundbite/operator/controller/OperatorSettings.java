package io.soundbite.operator.controller;

import io.soundbite.operator.grants.Grants;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * How the operator as a whole is set up.
 *
 * @param cluster id of this cluster, part of every owner tag; must never change
 * @param endpoint where AWS calls go instead of AWS; the environments are unchanged by it
 * @param permissionsBoundary ARN that every role the operator makes gets
 * @param namespaces watched; empty for all
 * @param grants what each namespace may name in its environments
 */
public record OperatorSettings(
    String cluster,
    Optional<URI> endpoint,
    Optional<String> permissionsBoundary,
    Set<String> namespaces,
    Grants grants) {
  public OperatorSettings {
    if (cluster.isBlank() || cluster.contains("/")) {
      throw new IllegalArgumentException(
          "SOUNDBITE_CLUSTER_ID must be set to a name for this cluster, without slashes; it is part"
              + " of every owner tag and must never change");
    }
    namespaces = Set.copyOf(namespaces);
  }
}
