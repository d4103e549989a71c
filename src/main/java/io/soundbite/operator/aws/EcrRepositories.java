package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesResponse;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.EncryptionConfiguration;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.Tag;

/**
 * ECR repositories, described by name as many at a time as a page holds. Such a page fails as a
 * whole when one of them is missing; then all repositories are listed. A lifecycle policy takes a
 * call for each repository.
 */
public final class EcrRepositories implements AwsKind.Listed<EcrRepository> {
  /** DescribeRepositories takes as many names. */
  private static final int NAMES = 100;

  private static final int PAGE = 1000;

  private static final String EXCLUSIONS = "/additional/imageTagMutabilityExclusionFilters.filter";

  private final EcrClient ecr;
  private final RepositoryReads reads;
  private final Rarely rarely;

  public EcrRepositories(EcrClient ecr, TagReader tags) {
    this(ecr, tags, Rarely.everyTime());
  }

  EcrRepositories(EcrClient ecr, TagReader tags, Rarely rarely) {
    this.ecr = ecr;
    this.reads = new RepositoryReads(ecr, tags, rarely);
    this.rarely = rarely;
  }

  @Override
  public Class<EcrRepository> type() {
    return EcrRepository.class;
  }

  @Override
  public Map<Key, Supplier<Found<EcrRepository>>> read(List<EcrRepository> wants) {
    var seen = new HashMap<Key, Supplier<Found<EcrRepository>>>();
    wants.stream().gather(Gatherers.windowFixed(NAMES)).forEach(some -> seen.putAll(page(some)));
    return seen;
  }

  private Map<Key, Supplier<Found<EcrRepository>>> page(List<EcrRepository> wants) {
    return Listing.join(
        wants,
        want -> want.key().name(),
        described(wants.stream().map(want -> want.key().name()).toList()),
        Repository::repositoryName,
        reads::found);
  }

  private Iterable<Repository> described(List<String> names) {
    return Observed.<Iterable<Repository>>unlessMissing(
            () -> repositories(ecr.describeRepositories(request -> request.repositoryNames(names))))
        .orElseGet(() -> names.size() == 1 ? List.of() : listed());
  }

  private Iterable<Repository> listed() {
    var pages = ecr.describeRepositoriesPaginator(request -> request.maxResults(PAGE));
    return () -> pages.stream().flatMap(page -> repositories(page).stream()).iterator();
  }

  private static List<Repository> repositories(DescribeRepositoriesResponse page) {
    return Reading.required(
        "DescribeRepositories repositories", page.hasRepositories() ? page.repositories() : null);
  }

  /** After a crash between the calls the policies are drift like any other. */
  @Override
  public Progress create(EcrRepository want) {
    ecr.createRepository(
        request ->
            request
                .repositoryName(want.key().name())
                .imageScanningConfiguration(it -> it.scanOnPush(want.scanOnPush()))
                .imageTagMutability(want.tagMutability())
                .encryptionConfiguration(encryption(want.encryption()))
                .tags(tags(want.tags())));
    if (want.lifecyclePolicy().isPresent()) {
      writeLifecycle(want);
    }
    if (want.policy().isPresent()) {
      writePolicy(want);
    }
    return new Progress.Done();
  }

  private static @Nullable EncryptionConfiguration encryption(@Nullable String kmsKey) {
    return kmsKey == null
        ? null
        : EncryptionConfiguration.builder()
            .encryptionType(EncryptionType.KMS)
            .kmsKey(kmsKey)
            .build();
  }

  @Override
  public Progress update(Change<EcrRepository> change) {
    var want = change.want();
    var name = want.key().name();
    if (change.touches("/tags")) {
      write(want.arn(), TagWrites.between(want.tags(), change.have().tags()));
    }
    if (change.touches("/scanOnPush")) {
      ecr.putImageScanningConfiguration(
          request ->
              request
                  .repositoryName(name)
                  .imageScanningConfiguration(it -> it.scanOnPush(want.scanOnPush())));
    }
    if (change.touches("/policy")) {
      writePolicy(want);
    }
    if (change.touches("/tagMutability", EXCLUSIONS)) {
      ecr.putImageTagMutability(
          request -> request.repositoryName(name).imageTagMutability(want.tagMutability()));
    }
    if (change.touches("/lifecyclePolicy")) {
      writeLifecycle(want);
    }
    return new Progress.Done();
  }

  /** Images are data: without leave to destroy them a repository that holds some stays. */
  @Override
  public Progress delete(EcrRepository have, boolean withData) {
    var name = have.key().name();
    try {
      Observed.unlessMissing(
          () -> ecr.deleteRepository(request -> request.repositoryName(name).force(withData)));
      return new Progress.Done();
    } catch (EcrException e) {
      if (!AwsErrors.code(e).equals("RepositoryNotEmptyException")) {
        throw e;
      }
      return new Progress.Failed(
          new Failure(
              Failure.Kind.HELD,
              CallName.of(e),
              name,
              "holds images; spec.aws.deleteData: true deletes it with them"));
    }
  }

  @Override
  public Progress release(EcrRepository have, Owner owner) {
    return Observed.doneIfMissing(() -> write(have.arn(), TagWrites.release(owner)));
  }

  private void writeLifecycle(EcrRepository want) {
    var name = want.key().name();
    want.lifecyclePolicy()
        .map(Json::write)
        .ifPresentOrElse(
            text -> ecr.putLifecyclePolicy(it -> it.repositoryName(name).lifecyclePolicyText(text)),
            () ->
                Observed.unlessMissing(
                    () -> ecr.deleteLifecyclePolicy(it -> it.repositoryName(name))));
  }

  private void writePolicy(EcrRepository want) {
    var name = want.key().name();
    want.policy()
        .map(Policy::json)
        .ifPresentOrElse(
            text -> ecr.setRepositoryPolicy(it -> it.repositoryName(name).policyText(text)),
            () ->
                Observed.unless(
                    e -> SettingError.of(e) == SettingError.NONE,
                    () -> ecr.deleteRepositoryPolicy(it -> it.repositoryName(name))));
    rarely.forget(Set.of(want.key()));
  }

  private Progress write(String arn, TagWrites writes) {
    writes.by(
        put -> ecr.tagResource(request -> request.resourceArn(arn).tags(tags(put))),
        keys -> ecr.untagResource(request -> request.resourceArn(arn).tagKeys(keys)));
    return new Progress.Done();
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(it -> Tag.builder().key(it.getKey()).value(it.getValue()).build())
        .toList();
  }
}
