package io.soundbite.operator.aws;

import java.util.List;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;

/** What IAM answers of a role, in the listing and by itself. */
final class RoleMembers {
  /** Of GetAccountAuthorizationDetails. */
  static final Structure ROLE_DETAIL =
      Structure.of("ROLE_DETAIL", RoleDetail.builder().build())
          .compares(
              "AssumeRolePolicyDocument",
              "RolePolicyList.PolicyName",
              "RolePolicyList.PolicyDocument",
              "AttachedManagedPolicies.PolicyArn",
              "PermissionsBoundary.PermissionsBoundaryArn",
              "Tags")
          .leavesOut(LeftOut.IDENTITY, "RoleName", "RoleId", "Arn")
          .leavesOut(LeftOut.FIXED, "Path")
          .leavesOut(LeftOut.STATE, "CreateDate", "RoleLastUsed")
          .leavesOut(
              LeftOut.FOLLOWS,
              "AttachedManagedPolicies.PolicyName",
              "PermissionsBoundary.PermissionsBoundaryType")
          .leavesOut(LeftOut.TRUST, "InstanceProfileList");

  /** Of GetRole: what the listing has, too, is compared there. */
  static final Structure ROLE =
      Structure.of("ROLE", Role.builder().build())
          .compares("Description")
          .leavesOut(LeftOut.IDENTITY, "RoleName", "RoleId", "Arn")
          .leavesOut(LeftOut.FIXED, "Path")
          .leavesOut(LeftOut.STATE, "CreateDate", "RoleLastUsed")
          .leavesOut(LeftOut.FOLLOWS, "AssumeRolePolicyDocument", "PermissionsBoundary", "Tags")
          .findsUnless("MaxSessionDuration", "3600");

  private RoleMembers() {}

  /** All of them. */
  static List<Structure> all() {
    return List.of(ROLE_DETAIL, ROLE);
  }
}
