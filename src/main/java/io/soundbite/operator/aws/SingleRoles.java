package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.Key;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;

/**
 * Reads roles one by one, where the account's listing is refused: a service control policy, or the
 * owner of a spoke account, may forbid GetAccountAuthorizationDetails, which shows all of IAM.
 */
final class SingleRoles {
  private final IamClient iam;
  private final RoleReads reads;

  SingleRoles(IamClient iam, RoleReads reads) {
    this.iam = iam;
    this.reads = reads;
  }

  /** Returns those of {@code wants} that there are. */
  Map<Key, Supplier<Found<IamRole>>> read(List<IamRole> wants) {
    var found = new HashMap<Key, Supplier<Found<IamRole>>>();
    try (var parallel = new Parallel()) {
      var asked = new LinkedHashMap<IamRole, Supplier<Optional<Role>>>();
      wants.forEach(want -> asked.put(want, parallel.start(() -> role(want.key().name()))));
      asked.forEach(
          (want, answer) ->
              answer
                  .get()
                  .ifPresent(
                      role -> found.put(want.key(), () -> reads.found(want, detail(role), role))));
    }
    return found;
  }

  private Optional<Role> role(String name) {
    return Observed.unlessMissing(
        () ->
            Reading.required(
                "GetRole Role", iam.getRole(request -> request.roleName(name)).role()));
  }

  /** The role as the account's listing would show it. */
  private RoleDetail detail(Role role) {
    var name = Reading.required("GetRole RoleName", role.roleName());
    return RoleDetail.builder()
        .roleName(name)
        .assumeRolePolicyDocument(role.assumeRolePolicyDocument())
        .permissionsBoundary(role.permissionsBoundary())
        .tags(role.tags())
        .rolePolicyList(inline(name))
        .attachedManagedPolicies(attached(name))
        .build();
  }

  private @Nullable List<PolicyDetail> inline(String role) {
    var pages = iam.listRolePoliciesPaginator(request -> request.roleName(role)).stream().toList();
    return pages.stream().allMatch(ListRolePoliciesResponse::hasPolicyNames)
        ? pages.stream()
            .flatMap(page -> page.policyNames().stream())
            .map(name -> policy(role, name))
            .toList()
        : null;
  }

  private PolicyDetail policy(String role, String name) {
    var answer = iam.getRolePolicy(request -> request.roleName(role).policyName(name));
    return PolicyDetail.builder().policyName(name).policyDocument(answer.policyDocument()).build();
  }

  private @Nullable List<AttachedPolicy> attached(String role) {
    var pages =
        iam.listAttachedRolePoliciesPaginator(request -> request.roleName(role)).stream().toList();
    return pages.stream().allMatch(page -> page.hasAttachedPolicies())
        ? pages.stream().flatMap(page -> page.attachedPolicies().stream()).toList()
        : null;
  }
}
