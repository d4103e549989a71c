package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;

import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Ownership;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.Tag;

/** Reads what DescribeRepositories does not show: tags and the two policies of a repository. */
record RepositoryReads(EcrClient ecr, TagReader tags, Rarely rarely) {
  /** Returns the repository that {@code want} asks for, as DescribeRepositories shows it. */
  Found<EcrRepository> found(EcrRepository want, Repository live) {
    var all = tags.read(want, want.arn(), () -> tagsOf(want.arn()));
    var scanning = live.imageScanningConfiguration();
    var reading = new Reading();
    return reading.found(
        new EcrRepository(
            want.key(),
            want.arn(),
            reading.shown(
                "scanOnPush", scanning == null ? null : scanning.scanOnPush(), want.scanOnPush()),
            reading.shown("tagMutability", live.imageTagMutabilityAsString(), want.tagMutability()),
            lifecyclePolicy(want, reading),
            policy(want, reading),
            encryption(want, live, reading),
            Observed.wanted(all, want.tags()),
            RepositoryMembers.REPOSITORY.additional(live)),
        Ownership.of(all));
  }

  /** Not looked at unless it is managed. */
  private static @Nullable String encryption(EcrRepository want, Repository live, Reading reading) {
    var wanted = want.encryption();
    if (wanted == null) {
      return null;
    }
    var encryption = live.encryptionConfiguration();
    var shown =
        encryption == null
            ? null
            : KeyIds.observed(Optional.of(wanted), encryption.kmsKey())
                .orElseGet(encryption::encryptionTypeAsString);
    return reading.shown("encryption", shown, wanted);
  }

  private Map<String, String> tagsOf(String arn) {
    return ecr.listTagsForResource(request -> request.resourceArn(arn)).tags().stream()
        .collect(toMap(Tag::key, Tag::value));
  }

  private Optional<Tree> lifecyclePolicy(EcrRepository want, Reading reading) {
    return reading.optional(
        "lifecyclePolicy",
        want.lifecyclePolicy(),
        () -> {
          var answer = ecr.getLifecyclePolicy(it -> it.repositoryName(want.key().name()));
          return json(answer.lifecyclePolicyText());
        });
  }

  private static @Nullable Tree json(@Nullable String text) {
    return text == null ? null : Json.read(text);
  }

  private Optional<Policy> policy(EcrRepository want, Reading reading) {
    return rarely.read(want.key(), Setting.class, () -> new Setting(read(want, reading))).policy();
  }

  private Optional<Policy> read(EcrRepository want, Reading reading) {
    return reading.optional(
        "policy",
        want.policy(),
        () -> {
          var answer = ecr.getRepositoryPolicy(it -> it.repositoryName(want.key().name()));
          return answer.policyText() == null ? null : Policy.parse(answer.policyText());
        });
  }

  /** A repository's policy, as read rarely. */
  private record Setting(Optional<Policy> policy) {}
}
