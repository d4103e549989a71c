package io.soundbite.operator.aws;

import java.util.List;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.GetRepositoryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.Repository;

/** What ECR answers of a repository. */
final class RepositoryMembers {
  /** Of DescribeRepositories. */
  static final Structure REPOSITORY =
      Structure.of("REPOSITORY", Repository.builder().build())
          .compares(
              "imageTagMutability",
              "imageScanningConfiguration.scanOnPush",
              "encryptionConfiguration.kmsKey")
          .leavesOut(
              LeftOut.IDENTITY, "repositoryArn", "registryId", "repositoryName", "repositoryUri")
          .leavesOut(LeftOut.STATE, "createdAt")
          .leavesOut(LeftOut.FOLLOWS, "encryptionConfiguration.encryptionType")
          .finds("imageTagMutabilityExclusionFilters");

  private static final Structure POLICY =
      Structure.of("REPOSITORY_POLICY", GetRepositoryPolicyResponse.builder().build())
          .compares("policyText")
          .leavesOut(LeftOut.IDENTITY, "registryId", "repositoryName");

  private static final Structure LIFECYCLE =
      Structure.of("REPOSITORY_LIFECYCLE", GetLifecyclePolicyResponse.builder().build())
          .compares("lifecyclePolicyText")
          .leavesOut(LeftOut.IDENTITY, "registryId", "repositoryName")
          .leavesOut(LeftOut.STATE, "lastEvaluatedAt");

  private RepositoryMembers() {}

  /** All of them. */
  static List<Structure> all() {
    return List.of(REPOSITORY, POLICY, LIFECYCLE);
  }
}
