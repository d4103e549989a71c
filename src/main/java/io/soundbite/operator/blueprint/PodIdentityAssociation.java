package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Set;

/**
 * Binds a role to a ServiceAccount of an EKS cluster, so that pods get the role's credentials from
 * EKS Pod Identity. A ServiceAccount has one at most.
 *
 * @param cluster name of the EKS cluster
 * @param roleId id of the role's resource
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 * @see <a
 *     href="https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html">CreatePodIdentityAssociation</a>
 */
public record PodIdentityAssociation(
    Key key,
    String cluster,
    String namespace,
    String serviceAccount,
    String roleId,
    String roleArn,
    Map<String, String> tags,
    Map<String, String> additional)
    implements Desired, Tagged {
  public PodIdentityAssociation {
    tags = Map.copyOf(tags);
    additional = Map.copyOf(additional);
  }

  /** With nothing beside it, as all are wanted. */
  public PodIdentityAssociation(
      Key key,
      String cluster,
      String namespace,
      String serviceAccount,
      String roleId,
      String roleArn,
      Map<String, String> tags) {
    this(key, cluster, namespace, serviceAccount, roleId, roleArn, tags, Map.of());
  }

  @Override
  public Set<String> after() {
    return Set.of(roleId);
  }
}
