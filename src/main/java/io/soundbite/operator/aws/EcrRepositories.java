package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;

import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final String POLICY = "policy";
  private static final String EXCLUSIONS = "/additional/imageTagMutabilityExclusionFilters.filter";

  private final EcrClient ecr;
  private final TagReader tags;
  private final Rarely rarely;

  public EcrRepositories(EcrClient ecr, TagReader tags) {
    this(ecr, tags, Rarely.everyTime());
  }

  EcrRepositories(EcrClient ecr, TagReader tags, Rarely rarely) {
    this.ecr = ecr;
    this.tags = tags;
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
        this::found);
  }

  private Iterable<Repository> described(List<String> names) {
    return Observed.<Iterable<Repository>>unlessMissing(
            () ->
                repositories(
                    Insistence.on(
                        () -> ecr.describeRepositories(request -> request.repositoryNames(names)))))
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

  private Found<EcrRepository> found(EcrRepository want, Repository live) {
    var all = tags.read(want, want.arn(), () -> Insistence.on(() -> tagsOf(want.arn())));
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
            encryption(want, live, reading),
            Observed.wanted(all, want.tags()),
            additional(want, live, reading)),
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

  /** What the repository's policy allows others is additional, too. */
  private Map<String, String> additional(EcrRepository want, Repository live, Reading reading) {
    var name = want.key().name();
    var policy =
        rarely.read(
            want.key(),
            String.class,
            () ->
                reading.unwanted(
                    POLICY,
                    () ->
                        ecr.getRepositoryPolicy(request -> request.repositoryName(name))
                            .policyText()));
    var additional = new HashMap<>(RepositoryMembers.REPOSITORY.additional(live));
    if (!policy.isEmpty()) {
      additional.put(POLICY, policy);
    }
    return additional;
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
          var answer = ecr.getLifecyclePolicy(request -> request.repositoryName(want.key().name()));
          return policy(answer.lifecyclePolicyText());
        });
  }

  private static @Nullable Tree policy(@Nullable String text) {
    return text == null ? null : Json.read(text);
  }

  /** Two calls; after a crash between them the lifecycle policy is drift like any other. */
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
      write(want.key().name(), want.lifecyclePolicy());
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
    if (change.touches("/additional/" + POLICY)) {
      Observed.unless(
          e -> SettingError.of(e) == SettingError.NONE,
          () -> ecr.deleteRepositoryPolicy(request -> request.repositoryName(name)));
      rarely.forget(Set.of(want.key()));
    }
    if (change.touches("/tagMutability", EXCLUSIONS)) {
      ecr.putImageTagMutability(
          request -> request.repositoryName(name).imageTagMutability(want.tagMutability()));
    }
    if (change.touches("/lifecyclePolicy")) {
      write(name, want.lifecyclePolicy());
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

  private void write(String name, Optional<Tree> lifecyclePolicy) {
    if (lifecyclePolicy.isPresent()) {
      var text = Json.write(lifecyclePolicy.get());
      ecr.putLifecyclePolicy(request -> request.repositoryName(name).lifecyclePolicyText(text));
    } else {
      Observed.unlessMissing(
          () -> ecr.deleteLifecyclePolicy(request -> request.repositoryName(name)));
    }
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
