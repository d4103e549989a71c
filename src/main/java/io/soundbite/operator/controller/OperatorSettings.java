package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.ContainerInsights;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.PodIdentity;
import io.soundbite.operator.grants.Grants;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the operator as a whole is set up.
 *
 * @param installation what every environment's resources depend on; its cluster must never change
 * @param endpoint where AWS calls go instead of AWS; the environments are unchanged by it
 * @param namespaces watched; empty for all
 * @param grants what each namespace may name in its environments
 */
public record OperatorSettings(
    Installation installation, Optional<URI> endpoint, Set<String> namespaces, Grants grants) {
  /** What RFC 1123 calls a label, as Kubernetes asks of a namespace's name. */
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  public OperatorSettings {
    var cluster = installation.cluster();
    if (cluster.isBlank() || cluster.contains("/")) {
      throw new IllegalArgumentException(
          "SOUNDBITE_CLUSTER_ID must be set to a name for this cluster, without slashes; it is part"
              + " of every owner tag and must never change");
    }
    namespaces = Set.copyOf(namespaces);
    require(
        NAMESPACE,
        namespaces,
        "SOUNDBITE_NAMESPACES must be names of namespaces, separated by commas, or empty for all of"
            + " them; \"%s\" is not one");
    require(
        ACCOUNT,
        installation.pullAccounts(),
        "SOUNDBITE_PULL_ACCOUNTS must be ids of AWS accounts, of twelve digits, separated by"
            + " commas; \"%s\" is not one");
  }

  /** Id of this cluster, part of every owner tag. */
  public String cluster() {
    return installation.cluster();
  }

  /** The EKS cluster whose Pod Identity gives pods their credentials; empty for web identity. */
  Optional<PodIdentity> podIdentity() {
    return Optional.ofNullable(installation.podIdentity());
  }

  private static void require(Pattern pattern, Set<String> values, String message) {
    values.stream()
        .filter(it -> !pattern.matcher(it).matches())
        .sorted()
        .findFirst()
        .ifPresent(
            it -> {
              throw new IllegalArgumentException(message.formatted(it));
            });
  }

  /**
   * Returns the cluster whose Pod Identity is used.
   *
   * @param webIdentity {@code true} or {@code false}
   * @throws IllegalArgumentException when either says nothing of the kind: anything that counted as
   *     false would take credentials from pods
   */
  static PodIdentity podIdentityOf(String clusterArn, String webIdentity) {
    return switch (webIdentity) {
      case "true" -> new PodIdentity(clusterArn, true);
      case "false" -> new PodIdentity(clusterArn, false);
      default ->
          throw new IllegalArgumentException(
              ("SOUNDBITE_POD_IDENTITY_WEB_IDENTITY must be true (roles can be assumed by web"
                      + " identity too) or false (by Pod Identity only), not \"%s\"")
                  .formatted(webIdentity));
    };
  }

  /**
   * Returns which metrics of pods the cluster publishes.
   *
   * @throws IllegalArgumentException when {@code value} is none of the variants: alarms on metrics
   *     that do not exist would never have data
   */
  static ContainerInsights containerInsightsOf(String value) {
    return switch (value) {
      case "none" -> ContainerInsights.NONE;
      case "classic" -> ContainerInsights.CLASSIC;
      case "otel" -> ContainerInsights.OTEL;
      default ->
          throw new IllegalArgumentException(
              ("SOUNDBITE_CONTAINER_INSIGHTS must be classic (alarms on metrics of classic Container"
                      + " Insights), otel or none (no alarms on metrics of pods), not \"%s\"")
                  .formatted(value));
    };
  }

  /** The entries of a comma separated list; blanks around them do not count. */
  static Set<String> listed(String list) {
    return list.isBlank()
        ? Set.of()
        : Arrays.stream(list.split(",", -1)).map(String::strip).collect(Collectors.toSet());
  }
}
