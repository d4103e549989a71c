package io.soundbite.operator.blueprint;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operator's settings that the rendered resources of every environment depend on.
 *
 * @param cluster id of the cluster, part of every owner tag
 * @param permissionsBoundary ARN of the policy that every role gets as its boundary, or the name of
 *     a policy that each account has its own of: IAM takes a boundary of the role's account only;
 *     null for none
 * @param pullAccounts the accounts, of twelve digits, whose nodes pull images from the
 *     environments' repositories; an environment's own account needs no grant
 * @param podIdentity the EKS cluster whose Pod Identity gives the environments' pods their
 *     credentials; null for web identity
 * @param containerInsights which metrics of pods the cluster publishes
 */
public record Installation(
    String cluster,
    @Nullable String permissionsBoundary,
    Set<String> pullAccounts,
    @Nullable PodIdentity podIdentity,
    ContainerInsights containerInsights) {
  public Installation {
    pullAccounts = Set.copyOf(pullAccounts);
  }

  /** An installation that has nothing set but the cluster's id. */
  public static Installation of(String cluster) {
    return new Installation(cluster, null, Set.of(), null, ContainerInsights.CLASSIC);
  }

  /** The same, with {@code cluster} giving pods their credentials. */
  public Installation with(@Nullable PodIdentity cluster) {
    return new Installation(
        this.cluster, permissionsBoundary, pullAccounts, cluster, containerInsights);
  }

  /** The same, on a cluster that publishes {@code metrics}. */
  public Installation with(ContainerInsights metrics) {
    return new Installation(cluster, permissionsBoundary, pullAccounts, podIdentity, metrics);
  }
}
