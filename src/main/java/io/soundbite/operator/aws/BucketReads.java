package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.S3Bucket.PublicAccess;
import io.soundbite.operator.engine.Ownership;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

/** A bucket's settings, each of which S3 gives by a call of its own. */
final class BucketReads {
  private final S3Client s3;
  private final TagReader tags;

  BucketReads(S3Client s3, TagReader tags) {
    this.s3 = s3;
    this.tags = tags;
  }

  /** The bucket; a service exception when there is none. */
  Found<S3Bucket> found(S3Bucket want) {
    var name = want.key().name();
    var region = Insistence.on(() -> s3.headBucket(request -> request.bucket(name))).bucketRegion();
    try (var parallel = new Parallel()) {
      var encryption = parallel.start(() -> encryption(name));
      var publicAccess = parallel.start(() -> publicAccess(name));
      var policy = parallel.start(() -> policy(name));
      var lifecycle = parallel.start(() -> lifecycle(name));
      var versioning = parallel.start(() -> versioning(name));
      var all = tags.read(want, arn(want), () -> Insistence.on(() -> tags(name)));
      var have =
          new S3Bucket(
              want.key(),
              region == null ? want.region() : region,
              encryption.get().map(ServerSideEncryptionByDefault::sseAlgorithmAsString),
              encryption.get().map(ServerSideEncryptionByDefault::kmsMasterKeyID),
              publicAccess.get(),
              policy.get(),
              lifecycle.get(),
              versioning.get(),
              Observed.wanted(all, want.tags()));
      return new Found<>(have, Ownership.of(all));
    }
  }

  /** All tags, strangers' too. */
  Map<String, String> tags(String name) {
    return configured(() -> s3.getBucketTagging(request -> request.bucket(name)).tagSet())
        .orElse(List.of())
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  private Optional<ServerSideEncryptionByDefault> encryption(String name) {
    return configured(
            () ->
                s3.getBucketEncryption(request -> request.bucket(name))
                    .serverSideEncryptionConfiguration())
        .flatMap(it -> it.rules().stream().findFirst())
        .map(ServerSideEncryptionRule::applyServerSideEncryptionByDefault);
  }

  private Optional<PublicAccess> publicAccess(String name) {
    return configured(
            () ->
                s3.getPublicAccessBlock(request -> request.bucket(name))
                    .publicAccessBlockConfiguration())
        .map(BucketReads::publicAccess);
  }

  private static PublicAccess publicAccess(PublicAccessBlockConfiguration block) {
    return new PublicAccess(
        Boolean.TRUE.equals(block.blockPublicAcls()),
        Boolean.TRUE.equals(block.ignorePublicAcls()),
        Boolean.TRUE.equals(block.blockPublicPolicy()),
        Boolean.TRUE.equals(block.restrictPublicBuckets()));
  }

  private Optional<Policy> policy(String name) {
    return configured(() -> s3.getBucketPolicy(request -> request.bucket(name)).policy())
        .map(Policy::parse);
  }

  private Map<String, S3Bucket.LifecycleRule> lifecycle(String name) {
    return LifecycleRules.read(
        configured(
                () -> s3.getBucketLifecycleConfiguration(request -> request.bucket(name)).rules())
            .orElse(List.of()));
  }

  private boolean versioning(String name) {
    return s3.getBucketVersioning(request -> request.bucket(name)).status()
        == BucketVersioningStatus.ENABLED;
  }

  /** Empty for a setting that is not made; a bucket that is not there stays an exception. */
  private static <T> Optional<T> configured(Supplier<T> call) {
    return Observed.unless(
        e -> Observed.isMissing(e) && !AwsErrors.code(e).equals("NoSuchBucket"), call);
  }

  private static String arn(S3Bucket bucket) {
    var partition = PartitionMetadata.of(Region.of(bucket.region())).id();
    return "arn:" + partition + ":s3:::" + bucket.key().name();
  }

  static List<Tag> sdk(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
