package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.Policy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;

/** The policies of one role, inline and attached. */
record RolePolicies(IamClient iam, String role) {

  /** From the policies {@code have} carries to those of {@code want}; strangers' go first. */
  void change(IamRole have, IamRole want) {
    detach(Observed.without(have.attachedPolicies(), want.attachedPolicies()));
    drop(Observed.without(have.inlinePolicies().keySet(), want.inlinePolicies().keySet()));
    var differing = new HashMap<>(want.inlinePolicies());
    differing.entrySet().removeAll(have.inlinePolicies().entrySet());
    put(differing);
    attach(Observed.without(want.attachedPolicies(), have.attachedPolicies()));
  }

  /** Writes inline policies. */
  void put(Map<String, Policy> inline) {
    inline.forEach(
        (name, policy) ->
            iam.putRolePolicy(
                request -> request.roleName(role).policyName(name).policyDocument(policy.json())));
  }

  /** Deletes inline policies; those that are gone are deleted. */
  void drop(Set<String> inline) {
    inline.forEach(
        name ->
            Observed.unlessMissing(
                () -> iam.deleteRolePolicy(request -> request.roleName(role).policyName(name))));
  }

  /** Attaches managed policies. */
  void attach(Set<String> arns) {
    arns.forEach(arn -> iam.attachRolePolicy(request -> request.roleName(role).policyArn(arn)));
  }

  /** Detaches managed policies; those that are gone are detached. */
  void detach(Set<String> arns) {
    arns.forEach(
        arn ->
            Observed.unlessMissing(
                () -> iam.detachRolePolicy(request -> request.roleName(role).policyArn(arn))));
  }
}
