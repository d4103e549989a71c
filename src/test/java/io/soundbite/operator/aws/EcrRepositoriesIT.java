package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.Tag;

class EcrRepositoriesIT extends TaggedKindContract<EcrRepository> {
  private static final Tree UNTAGGED_EXPIRE = rule("untagged", 14);

  private static Tree rule(String status, int days) {
    return Tree.obj(
        "rules",
        Tree.arr(
            Tree.obj(
                "rulePriority",
                1,
                "selection",
                Map.of(
                    "tagStatus",
                    status,
                    "countType",
                    "sinceImagePushed",
                    "countUnit",
                    "days",
                    "countNumber",
                    days),
                "action",
                Map.of("type", "expire"))));
  }

  private static final String PULL =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
          + "\"arn:aws:iam::210987654321:root\"},\"Action\":\"ecr:BatchGetImage\"}]}";

  @Override
  AwsKind<EcrRepository> kind(AwsClients clients, TagReader tags) {
    return new EcrRepositories(clients.ecr(), tags);
  }

  @Override
  EcrRepository want(Names names, Map<String, String> tags) {
    return new EcrRepository(
        new Key(Stack.COMPUTE, Ids.REPOSITORY, names.repository()),
        "arn:aws:ecr:us-east-1:%s:repository/%s"
            .formatted(names.facts().account(), names.repository()),
        true,
        "IMMUTABLE",
        Optional.of(UNTAGGED_EXPIRE),
        Optional.of(Policy.parse(PULL)),
        tags);
  }

  @Override
  List<Drift> drifts(EcrRepository want) {
    var name = want.key().name();
    var ecr = aws().ecr();
    return List.of(
        new Drift(
            "/additional/imageTagMutabilityExclusionFilters.filter",
            () ->
                ecr.putImageTagMutability(
                    it ->
                        it.repositoryName(name)
                            .imageTagMutability("IMMUTABLE_WITH_EXCLUSION")
                            .imageTagMutabilityExclusionFilters(
                                ImageTagMutabilityExclusionFilter.builder()
                                    .filter("v*")
                                    .filterType("WILDCARD")
                                    .build())),
            false),
        new Drift("/policy", () -> ecr.deleteRepositoryPolicy(it -> it.repositoryName(name))),
        new Drift(
            "/policy/Statement",
            () ->
                ecr.setRepositoryPolicy(
                    request -> request.repositoryName(name).policyText(AwsOthers.EVERYONES))),
        new Drift(
            "/scanOnPush",
            () ->
                ecr.putImageScanningConfiguration(
                    it ->
                        it.repositoryName(name)
                            .imageScanningConfiguration(scanning -> scanning.scanOnPush(false)))),
        new Drift(
            "/tagMutability",
            () ->
                ecr.putImageTagMutability(
                    it -> it.repositoryName(name).imageTagMutability("MUTABLE"))),
        new Drift(
            "/lifecyclePolicy/rules",
            () ->
                ecr.putLifecyclePolicy(
                    it -> it.repositoryName(name).lifecyclePolicyText(Json.write(rule("any", 1))))),
        new Drift(
            "/lifecyclePolicy", () -> ecr.deleteLifecyclePolicy(it -> it.repositoryName(name))));
  }

  @Override
  List<Alike> alike(EcrRepository want) {
    return List.of(
        new Alike(
            "the lifecycle policy in another form",
            () ->
                aws()
                    .ecr()
                    .putLifecyclePolicy(
                        it ->
                            it.repositoryName(want.key().name())
                                .lifecyclePolicyText(
                                    """
                                    {"rules": [{"action": {"type": "expire"}, "rulePriority": 1,
                                      "selection": {"countNumber": 14, "tagStatus": "untagged",
                                      "countUnit": "days", "countType": "sinceImagePushed"}}]}\
                                    """))));
  }

  @Override
  Map<String, String> tags(EcrRepository have) {
    return aws().ecr().listTagsForResource(it -> it.resourceArn(have.arn())).tags().stream()
        .collect(toMap(Tag::key, Tag::value));
  }

  @Override
  void tag(EcrRepository have, Map<String, String> tags) {
    aws()
        .ecr()
        .tagResource(
            request ->
                request
                    .resourceArn(have.arn())
                    .tags(sdk(tags, (key, value) -> Tag.builder().key(key).value(value).build())));
  }

  @Test
  void createsARepositoryInThreeCallsAndReadsItInFour() {
    var want = want();
    assertThat(calls().of(() -> provider().create(want)))
        .containsExactly("CreateRepository", "PutLifecyclePolicy", "SetRepositoryPolicy");
    assertThat(calls().of(() -> observed(want))).hasSize(4);
  }

  @Test
  void healsARepositoryLeftHalfMade() {
    var want = want();
    aws().ecr().createRepository(it -> it.repositoryName(want.key().name()));
    tag(want, want.tags());

    var have = present(want).have();
    provider().update(new Change<>(want, have, Difference.between(want, have)));

    assertThat(present(want).have()).isEqualTo(want);
  }

  @Test
  void removesPoliciesThatAreNotWanted() {
    var made = made();
    var want =
        new EcrRepository(
            made.key(),
            made.arn(),
            made.scanOnPush(),
            made.tagMutability(),
            Optional.empty(),
            Optional.empty(),
            made.tags());

    provider().update(new Change<>(want, made, Difference.between(want, made)));

    assertThat(present(want).have()).isEqualTo(want);
  }

  @Test
  void keepsImagesUnlessToldOtherwise() {
    var want = made();
    aws()
        .ecr()
        .putImage(
            it ->
                it.repositoryName(want.key().name())
                    .imageTag("1.0.0")
                    .imageManifest(ImageManifest.of("1.0.0")));

    assertThat(provider().delete(want, false))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> {
              assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.HELD);
              assertThat(failed.failure().sentence())
                  .contains("ecr:DeleteRepository", want.key().name(), "spec.aws.deleteData");
            });
    assertThat(present(want).have()).isEqualTo(want);

    assertThat(provider().delete(want, true)).isEqualTo(new Progress.Done());
    assertThat(observed(want)).isInstanceOf(Observation.Absent.class);
  }
}
