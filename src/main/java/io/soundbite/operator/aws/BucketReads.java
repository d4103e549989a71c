package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.S3Bucket.PublicAccess;
import io.soundbite.operator.engine.Ownership;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** A bucket's settings, each of which S3 gives by a call of its own. */
final class BucketReads {
  /** Of a bucket that is there, and of which S3 says that there is none. */
  static final String NEW = "S3 does not know the bucket everywhere yet";

  private final S3Client s3;
  private final BucketTags tags;
  private final TagReader index;
  private final Rarely rarely;
  private final BucketAccess access;
  private final BucketCopies copies;

  BucketReads(S3Client s3, BucketTags tags, TagReader index, Rarely rarely) {
    this.s3 = s3;
    this.index = index;
    this.rarely = rarely;
    this.access = new BucketAccess(s3);
    this.copies = new BucketCopies(s3);
    this.tags = tags;
  }

  /** The bucket; a service exception when there is none. */
  Found<S3Bucket> found(S3Bucket want) {
    var name = want.key().name();
    return found(want, () -> index.read(want, arn(want), () -> tags.read(name)));
  }

  /**
   * The same, with all its tags.
   *
   * @throws NotYetKnown when S3 shows the bucket, but not its configuration
   */
  Found<S3Bucket> found(S3Bucket want, Supplier<Map<String, String>> itsTags) {
    var name = want.key().name();
    var region = s3.headBucket(request -> request.bucket(name)).bucketRegion();
    return Observed.unlessMissing(() -> configured(want, region, itsTags))
        .orElseThrow(() -> new NotYetKnown(NEW));
  }

  private Found<S3Bucket> configured(
      S3Bucket want, @Nullable String region, Supplier<Map<String, String>> itsTags) {
    try (var parallel = new Parallel()) {
      var reading = new Reading();
      var encryption = parallel.start(() -> encryption(want, reading));
      var publicAccess = parallel.start(() -> publicAccess(want, reading));
      var policy = parallel.start(() -> policy(want, reading));
      var additional = new ConcurrentHashMap<String, String>();
      var lifecycle = parallel.start(() -> lifecycle(want, reading, additional));
      var open = parallel.start(() -> open(want, reading));
      var versioning = parallel.start(() -> versioning(want, reading));
      var all = itsTags.get();
      var rules = lifecycle.get();
      additional.putAll(open.get());
      var have =
          new S3Bucket(
              want.key(),
              reading.shown("region", region, want.region()),
              encryption.get().algorithm(),
              encryption.get().key(),
              encryption.get().bucketKey(),
              publicAccess.get(),
              policy.get(),
              rules,
              versioning.get(),
              Observed.wanted(all, want.tags()),
              additional);
      return reading.found(have, Ownership.of(all));
    }
  }

  /** A bucket created a moment ago, which has what AWS gives a new one, and the wanted tags. */
  S3Bucket fresh(S3Bucket want) {
    try (var parallel = new Parallel()) {
      var reading = new Reading();
      var encryption = parallel.start(() -> encryption(want, reading));
      var access = publicAccess(want, reading);
      return new S3Bucket(
          want.key(),
          want.region(),
          encryption.get().algorithm(),
          encryption.get().key(),
          encryption.get().bucketKey(),
          access,
          Optional.empty(),
          Map.of(),
          false,
          want.tags(),
          Map.of());
    }
  }

  /** What S3 does with new objects, and with which key of KMS; none means that of AWS for S3. */
  private record Encryption(
      Optional<String> algorithm, Optional<String> key, @Nullable Boolean bucketKey) {}

  private Encryption encryption(S3Bucket want, Reading reading) {
    return reading.setting(
        "encryption",
        new Encryption(want.encryption(), want.kmsKey(), want.bucketKey()),
        new Encryption(Optional.empty(), Optional.empty(), none(want.bucketKey())),
        () ->
            encryption(want, s3.getBucketEncryption(request -> request.bucket(want.key().name()))));
  }

  /** Not looked at unless it is managed; off where nothing is said of it. */
  private static @Nullable Boolean none(@Nullable Boolean wanted) {
    return wanted == null ? null : Boolean.FALSE;
  }

  private static @Nullable Encryption encryption(
      S3Bucket want, GetBucketEncryptionResponse answer) {
    return Optional.ofNullable(answer.serverSideEncryptionConfiguration())
        .flatMap(it -> it.rules().stream().findFirst())
        .map(rule -> encryption(want, rule))
        .orElse(null);
  }

  private static @Nullable Encryption encryption(S3Bucket want, ServerSideEncryptionRule rule) {
    var standard = rule.applyServerSideEncryptionByDefault();
    return standard == null || standard.sseAlgorithm() == null
        ? null
        : new Encryption(
            Optional.of(standard.sseAlgorithmAsString()),
            KeyIds.observed(want.kmsKey(), standard.kmsMasterKeyID()),
            want.bucketKey() == null ? null : Boolean.TRUE.equals(rule.bucketKeyEnabled()));
  }

  private Optional<PublicAccess> publicAccess(S3Bucket want, Reading reading) {
    return reading.optional(
        "publicAccess",
        want.publicAccess(),
        () ->
            publicAccess(
                s3.getPublicAccessBlock(request -> request.bucket(want.key().name()))
                    .publicAccessBlockConfiguration(),
                want.publicAccess().orElseGet(PublicAccess::blocked),
                reading));
  }

  private static @Nullable PublicAccess publicAccess(
      @Nullable PublicAccessBlockConfiguration block, PublicAccess wanted, Reading reading) {
    return block == null
        ? null
        : new PublicAccess(
            reading.shown("publicAccess", block.blockPublicAcls(), wanted.blockAcls()),
            reading.shown("publicAccess", block.ignorePublicAcls(), wanted.ignoreAcls()),
            reading.shown("publicAccess", block.blockPublicPolicy(), wanted.blockPolicy()),
            reading.shown("publicAccess", block.restrictPublicBuckets(), wanted.restrictBuckets()));
  }

  private Optional<Policy> policy(S3Bucket want, Reading reading) {
    return reading.optional(
        "policy",
        want.policy(),
        () -> policy(s3.getBucketPolicy(request -> request.bucket(want.key().name())).policy()));
  }

  private static @Nullable Policy policy(@Nullable String document) {
    return document == null ? null : Policy.parse(document);
  }

  @SuppressWarnings("unchecked") // what is kept of a bucket is always this
  private Map<String, String> open(S3Bucket want, Reading reading) {
    var name = want.key().name();
    return rarely.read(
        want.key(),
        Map.class,
        () -> {
          var open = new TreeMap<>(access.read(name, reading));
          open.putAll(copies.read(name, reading));
          return open;
        });
  }

  private Map<String, S3Bucket.LifecycleRule> lifecycle(
      S3Bucket want, Reading reading, Map<String, String> additional) {
    return reading.setting(
        "lifecycle",
        want.lifecycle(),
        Map.of(),
        () -> {
          var answer =
              s3.getBucketLifecycleConfiguration(request -> request.bucket(want.key().name()));
          additional.putAll(LifecycleRules.additional(answer));
          return answer.hasRules() ? LifecycleRules.read(answer.rules(), want.lifecycle()) : null;
        });
  }

  private boolean versioning(S3Bucket want, Reading reading) {
    return reading.setting(
        DocumentedAbsence.VERSIONING.component(),
        want.versioning(),
        false,
        () -> {
          var status =
              s3.getBucketVersioning(request -> request.bucket(want.key().name())).status();
          return status == BucketVersioningStatus.ENABLED;
        });
  }

  private static String arn(S3Bucket bucket) {
    return arn(bucket.region(), bucket.key().name());
  }

  static String arn(String region, String bucket) {
    return "arn:" + PartitionMetadata.of(Region.of(region)).id() + ":s3:::" + bucket;
  }
}
