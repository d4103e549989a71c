package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Policy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/** A stranger's calls to IAM and ECR. */
record StrangeRoles(IamClient iam, EcrClient ecr) {

  void change(IamRole before, IamRole after) {
    var role = after.key().name();
    iam.updateAssumeRolePolicy(it -> it.roleName(role).policyDocument(after.trust().json()));
    var session = after.additional().getOrDefault("MaxSessionDuration", "3600");
    iam.updateRole(
        it ->
            it.roleName(role)
                .description(after.description())
                .maxSessionDuration(Integer.valueOf(session)));
    drop(role, before.inlinePolicies().keySet(), after.inlinePolicies().keySet());
    after.inlinePolicies().forEach((name, policy) -> put(role, name, policy));
    after.attachedPolicies().stream()
        .filter(arn -> !before.attachedPolicies().contains(arn))
        .forEach(arn -> iam.attachRolePolicy(it -> it.roleName(role).policyArn(arn)));
    detach(role, before.attachedPolicies(), after.attachedPolicies());
    if (after.permissionsBoundary().isPresent()) {
      var arn = after.permissionsBoundary().get();
      iam.putRolePermissionsBoundary(it -> it.roleName(role).permissionsBoundary(arn));
    } else if (before.permissionsBoundary().isPresent()) {
      iam.deleteRolePermissionsBoundary(it -> it.roleName(role));
    }
    TagChange.between(before.tags(), after.tags())
        .by(
            set ->
                iam.tagRole(
                    it ->
                        it.roleName(role)
                            .tags(
                                set.entrySet().stream()
                                    .map(tag -> tag(tag.getKey(), tag.getValue()))
                                    .toList())),
            removed -> iam.untagRole(it -> it.roleName(role).tagKeys(removed)));
  }

  void delete(IamRole have) {
    var role = have.key().name();
    drop(role, have.inlinePolicies().keySet(), Set.of());
    detach(role, have.attachedPolicies(), Set.of());
    iam.deleteRole(it -> it.roleName(role));
  }

  private void put(String role, String name, Policy policy) {
    iam.putRolePolicy(it -> it.roleName(role).policyName(name).policyDocument(policy.json()));
  }

  private void drop(String role, Set<String> names, Set<String> kept) {
    names.stream()
        .filter(name -> !kept.contains(name))
        .forEach(name -> iam.deleteRolePolicy(it -> it.roleName(role).policyName(name)));
  }

  private void detach(String role, Set<String> arns, Set<String> kept) {
    arns.stream()
        .filter(arn -> !kept.contains(arn))
        .forEach(arn -> iam.detachRolePolicy(it -> it.roleName(role).policyArn(arn)));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  void make(EcrRepository repository) {
    var name = repository.key().name();
    ecr.createRepository(
        it ->
            it.repositoryName(name)
                .imageScanningConfiguration(scan -> scan.scanOnPush(repository.scanOnPush()))
                .imageTagMutability(repository.tagMutability())
                .encryptionConfiguration(
                    how -> how.encryptionType("KMS").kmsKey(repository.encryption()))
                .tags(
                    repository.tags().entrySet().stream()
                        .map(
                            tag ->
                                software.amazon.awssdk.services.ecr.model.Tag.builder()
                                    .key(tag.getKey())
                                    .value(tag.getValue())
                                    .build())
                        .toList()));
    repository
        .lifecyclePolicy()
        .ifPresent(
            rules ->
                ecr.putLifecyclePolicy(
                    it -> it.repositoryName(name).lifecyclePolicyText(Json.write(rules))));
  }

  void change(EcrRepository before, EcrRepository after) {
    var name = after.key().name();
    if (!after.policy().equals(before.policy())) {
      after
          .policy()
          .ifPresentOrElse(
              it -> ecr.setRepositoryPolicy(to -> to.repositoryName(name).policyText(it.json())),
              () -> ecr.deleteRepositoryPolicy(to -> to.repositoryName(name)));
    }
    ecr.putImageScanningConfiguration(
        request ->
            request
                .repositoryName(name)
                .imageScanningConfiguration(it -> it.scanOnPush(after.scanOnPush())));
    ecr.putImageTagMutability(
        it -> it.repositoryName(name).imageTagMutability(after.tagMutability()));
    if (after.lifecyclePolicy().isPresent()) {
      var policy = Json.write(after.lifecyclePolicy().get());
      ecr.putLifecyclePolicy(it -> it.repositoryName(name).lifecyclePolicyText(policy));
    } else {
      ecr.deleteLifecyclePolicy(it -> it.repositoryName(name));
    }
    TagChange.between(before.tags(), after.tags())
        .by(
            set -> ecr.tagResource(it -> it.resourceArn(after.arn()).tags(ecrTags(set))),
            removed -> ecr.untagResource(it -> it.resourceArn(after.arn()).tagKeys(removed)));
  }

  private static List<software.amazon.awssdk.services.ecr.model.Tag> ecrTags(
      Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(
            it ->
                software.amazon.awssdk.services.ecr.model.Tag.builder()
                    .key(it.getKey())
                    .value(it.getValue())
                    .build())
        .toList();
  }
}
