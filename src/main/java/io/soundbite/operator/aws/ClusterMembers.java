package io.soundbite.operator.aws;

import java.util.List;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociation;

/** What EKS answers of a Pod Identity association. */
final class ClusterMembers {
  /** Of DescribePodIdentityAssociation. */
  static final Structure ASSOCIATION =
      Structure.of("POD_IDENTITY_ASSOCIATION", PodIdentityAssociation.builder().build())
          .compares("roleArn", "tags")
          .leavesOut(
              LeftOut.IDENTITY,
              "clusterName",
              "namespace",
              "serviceAccount",
              "associationArn",
              "ownerArn",
              "associationId")
          .leavesOut(LeftOut.STATE, "createdAt", "modifiedAt")
          .leavesOut(LeftOut.FOLLOWS, "externalId")
          .finds("targetRoleArn")
          .findsUnless("disableSessionTags", "false");

  private ClusterMembers() {}

  /** All of them. */
  static List<Structure> all() {
    return List.of(ASSOCIATION);
  }
}
