package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.paginators.GetAccountAuthorizationDetailsIterable;
import software.amazon.awssdk.services.iam.paginators.ListAttachedRolePoliciesIterable;
import software.amazon.awssdk.services.iam.paginators.ListRolePoliciesIterable;

/** IAM as it is on AWS: in pages, and with listings that lag behind the writes. */
final class FakeIam implements IamClient {
  private final Map<String, RoleDetail> roles = new LinkedHashMap<>();
  private final List<RoleDetail> listed = new ArrayList<>();
  int pageSize = 100;
  int pagesRead;

  /** Whether a service control policy refuses the account's listing. */
  boolean listingDenied;

  /** Whether a role just made is known to the calls that follow. */
  boolean consistent = true;

  /** Listings show what there is now. */
  void settle() {
    listed.clear();
    listed.addAll(roles.values());
    consistent = true;
  }

  @Override
  public CreateRoleResponse createRole(CreateRoleRequest request) {
    if (roles.containsKey(request.roleName())) {
      throw refused("EntityAlreadyExists", 409);
    }
    roles.put(
        request.roleName(),
        RoleDetail.builder()
            .roleName(request.roleName())
            .assumeRolePolicyDocument(request.assumeRolePolicyDocument())
            .tags(request.tags())
            .build());
    return CreateRoleResponse.builder().build();
  }

  @Override
  public PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
    if (!consistent || !roles.containsKey(request.roleName())) {
      throw refused("NoSuchEntity", 404);
    }
    roles.computeIfPresent(request.roleName(), (name, role) -> with(role, request));
    return PutRolePolicyResponse.builder().build();
  }

  private static RoleDetail with(RoleDetail role, PutRolePolicyRequest request) {
    var policies =
        new LinkedHashMap<>(
            role.rolePolicyList().stream()
                .collect(toMap(PolicyDetail::policyName, PolicyDetail::policyDocument)));
    policies.put(request.policyName(), request.policyDocument());
    return role.toBuilder()
        .rolePolicyList(
            policies.entrySet().stream()
                .map(
                    it ->
                        PolicyDetail.builder()
                            .policyName(it.getKey())
                            .policyDocument(it.getValue())
                            .build())
                .toList())
        .build();
  }

  @Override
  public GetRoleResponse getRole(GetRoleRequest request) {
    var detail = detail(request.roleName());
    return GetRoleResponse.builder()
        .role(
            it ->
                it.roleName(detail.roleName())
                    .assumeRolePolicyDocument(detail.assumeRolePolicyDocument())
                    .permissionsBoundary(detail.permissionsBoundary())
                    .tags(detail.tags()))
        .build();
  }

  private RoleDetail detail(String role) {
    var detail = roles.get(role);
    if (detail == null) {
      throw refused("NoSuchEntity", 404);
    }
    return detail;
  }

  @Override
  public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
    var names =
        detail(request.roleName()).rolePolicyList().stream().map(PolicyDetail::policyName).toList();
    var from = request.marker() == null ? 0 : Integer.parseInt(request.marker());
    var to = Math.min(from + 1, names.size());
    return ListRolePoliciesResponse.builder()
        .policyNames(names.subList(from, to))
        .isTruncated(to < names.size())
        .marker(to < names.size() ? String.valueOf(to) : null)
        .build();
  }

  @Override
  public ListRolePoliciesIterable listRolePoliciesPaginator(ListRolePoliciesRequest request) {
    return new ListRolePoliciesIterable(this, request);
  }

  @Override
  public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
    return detail(request.roleName()).rolePolicyList().stream()
        .filter(it -> it.policyName().equals(request.policyName()))
        .map(it -> GetRolePolicyResponse.builder().policyDocument(it.policyDocument()).build())
        .findFirst()
        .orElseThrow(() -> refused("NoSuchEntity", 404));
  }

  @Override
  public ListAttachedRolePoliciesResponse listAttachedRolePolicies(
      ListAttachedRolePoliciesRequest request) {
    return ListAttachedRolePoliciesResponse.builder()
        .attachedPolicies(detail(request.roleName()).attachedManagedPolicies())
        .isTruncated(false)
        .build();
  }

  @Override
  public ListAttachedRolePoliciesIterable listAttachedRolePoliciesPaginator(
      ListAttachedRolePoliciesRequest request) {
    return new ListAttachedRolePoliciesIterable(this, request);
  }

  @Override
  public GetAccountAuthorizationDetailsResponse getAccountAuthorizationDetails(
      GetAccountAuthorizationDetailsRequest request) {
    pagesRead++;
    if (listingDenied) {
      throw refused("AccessDenied", 403);
    }
    var from = request.marker() == null ? 0 : Integer.parseInt(request.marker());
    var to = Math.min(from + pageSize, listed.size());
    return GetAccountAuthorizationDetailsResponse.builder()
        .roleDetailList(listed.subList(from, to))
        .isTruncated(to < listed.size())
        .marker(to < listed.size() ? String.valueOf(to) : null)
        .build();
  }

  @Override
  public GetAccountAuthorizationDetailsIterable getAccountAuthorizationDetailsPaginator(
      GetAccountAuthorizationDetailsRequest request) {
    return new GetAccountAuthorizationDetailsIterable(this, request);
  }

  List<Tag> tags(String role) {
    var detail = roles.get(role);
    return detail == null ? List.of() : detail.tags();
  }

  private static RuntimeException refused(String code, int status) {
    return IamException.builder()
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode(code).errorMessage("as AWS says it").build())
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
