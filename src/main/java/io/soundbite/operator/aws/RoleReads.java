package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.engine.Ownership;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.Tag;

/** A role as IAM shows it: in the listing, and by itself. */
final class RoleReads {
  private final IamClient iam;
  private final Rarely rarely;

  RoleReads(IamClient iam, Rarely rarely) {
    this.iam = iam;
    this.rarely = rarely;
  }

  /** The role as {@code live} shows it, with what only GetRole does. */
  Found<IamRole> found(IamRole want, RoleDetail live) {
    var reading = new Reading();
    return found(want, live, role(want.key(), reading), reading);
  }

  /** The role as {@code live} and {@code role} show it. */
  Found<IamRole> found(IamRole want, RoleDetail live, Role role) {
    return found(want, live, role, new Reading());
  }

  private static Found<IamRole> found(IamRole want, RoleDetail live, Role role, Reading reading) {
    var all = live.tags().stream().collect(toMap(Tag::key, Tag::value));
    var boundary = live.permissionsBoundary();
    var additional = new HashMap<>(RoleMembers.ROLE_DETAIL.additional(live));
    additional.putAll(RoleMembers.ROLE.additional(role));
    return reading.found(
        new IamRole(
            want.key(),
            reading.shown("trust", policy(live.assumeRolePolicyDocument()), want.trust()),
            reading.shown("inlinePolicies", inline(live), want.inlinePolicies()),
            reading.shown("attachedPolicies", attached(live), want.attachedPolicies()),
            boundary == null
                ? Optional.empty()
                : reading.shown(
                    DocumentedAbsence.BOUNDARY.component(),
                    Optional.ofNullable(boundary.permissionsBoundaryArn())
                        .map(Optional::of)
                        .orElse(null),
                    want.permissionsBoundary()),
            role.description(),
            Observed.wanted(all, want.tags()),
            additional),
        Ownership.of(all));
  }

  /** What the listing does not show; nothing where the endpoint does not know the call. */
  private Role role(Key key, Reading reading) {
    var unknown = Role.builder().build();
    return rarely.read(
        key,
        Role.class,
        () ->
            reading.setting(
                "description",
                unknown,
                unknown,
                () -> iam.getRole(request -> request.roleName(key.name())).role()));
  }

  /** Null where one of them is shown in part. */
  private static @Nullable Map<String, Policy> inline(RoleDetail live) {
    var shown =
        live.hasRolePolicyList()
            && live.rolePolicyList().stream()
                .allMatch(it -> it.policyName() != null && it.policyDocument() != null);
    return shown
        ? live.rolePolicyList().stream()
            .collect(toMap(PolicyDetail::policyName, it -> decoded(it.policyDocument())))
        : null;
  }

  /** Null where one of them is shown in part. */
  private static @Nullable Set<String> attached(RoleDetail live) {
    var shown =
        live.hasAttachedManagedPolicies()
            && live.attachedManagedPolicies().stream().allMatch(it -> it.policyArn() != null);
    return shown
        ? live.attachedManagedPolicies().stream().map(AttachedPolicy::policyArn).collect(toSet())
        : null;
  }

  private static @Nullable Policy policy(@Nullable String document) {
    return document == null ? null : decoded(document);
  }

  /** Documents come percent-encoded (RFC 3986), where a plus is a plus. */
  private static Policy decoded(String document) {
    return Policy.parse(URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8));
  }
}
