package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.S3Bucket.LifecycleRule;
import io.soundbite.operator.blueprint.S3Bucket.PublicAccess;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

/** A stranger's calls to S3. */
record StrangeBuckets(S3Client s3) {

  void change(S3Bucket before, S3Bucket after) {
    var name = after.key().name();
    if (differ(S3Bucket::encryption, before, after)
        || differ(S3Bucket::kmsKey, before, after)
        || !Objects.equals(before.bucketKey(), after.bucketKey())) {
      encrypt(name, after);
    }
    if (differ(S3Bucket::publicAccess, before, after)) {
      block(name, after.publicAccess());
    }
    if (differ(S3Bucket::policy, before, after)) {
      allow(name, after.policy());
    }
    if (differ(S3Bucket::lifecycle, before, after)) {
      age(name, after.lifecycle());
    }
    if (differ(S3Bucket::versioning, before, after)) {
      version(name, after.versioning());
    }
    if (after.additional().containsKey("cors")) {
      share(name);
    }
    if (differ(S3Bucket::tags, before, after)) {
      tag(name, after.tags());
    }
  }

  void make(S3Bucket bucket) {
    var name = bucket.key().name();
    s3.createBucket(
        request -> {
          request.bucket(name);
          if (!bucket.region().equals("us-east-1")) {
            request.createBucketConfiguration(it -> it.locationConstraint(bucket.region()));
          }
        });
    encrypt(name, bucket);
    block(name, bucket.publicAccess());
    allow(name, bucket.policy());
    age(name, bucket.lifecycle());
    version(name, bucket.versioning());
    tag(name, bucket.tags());
  }

  private static boolean differ(Function<S3Bucket, Object> part, S3Bucket before, S3Bucket after) {
    return !part.apply(before).equals(part.apply(after));
  }

  private void encrypt(String name, S3Bucket bucket) {
    var algorithm = bucket.encryption();
    var key = bucket.kmsKey();
    if (algorithm.isEmpty()) {
      s3.deleteBucketEncryption(it -> it.bucket(name));
      return;
    }
    var rule =
        ServerSideEncryptionRule.builder()
            .bucketKeyEnabled(bucket.bucketKey())
            .applyServerSideEncryptionByDefault(
                it ->
                    it.sseAlgorithm(key.isPresent() ? "aws:kms" : algorithm.get())
                        .kmsMasterKeyID(key.orElse(null)))
            .build();
    s3.putBucketEncryption(
        request -> request.bucket(name).serverSideEncryptionConfiguration(it -> it.rules(rule)));
  }

  private void block(String name, Optional<PublicAccess> access) {
    if (access.isEmpty()) {
      s3.deletePublicAccessBlock(it -> it.bucket(name));
      return;
    }
    var blocked = access.get();
    s3.putPublicAccessBlock(
        request ->
            request
                .bucket(name)
                .publicAccessBlockConfiguration(
                    it ->
                        it.blockPublicAcls(blocked.blockAcls())
                            .ignorePublicAcls(blocked.ignoreAcls())
                            .blockPublicPolicy(blocked.blockPolicy())
                            .restrictPublicBuckets(blocked.restrictBuckets())));
  }

  private void allow(String name, Optional<Policy> policy) {
    if (policy.isEmpty()) {
      s3.deleteBucketPolicy(it -> it.bucket(name));
    } else {
      s3.putBucketPolicy(it -> it.bucket(name).policy(policy.get().json()));
    }
  }

  private void age(String name, Map<String, LifecycleRule> rules) {
    if (rules.isEmpty()) {
      s3.deleteBucketLifecycle(it -> it.bucket(name));
      return;
    }
    var written =
        rules.entrySet().stream().map(it -> StrangeRule.of(it.getKey(), it.getValue())).toList();
    s3.putBucketLifecycleConfiguration(
        request -> request.bucket(name).lifecycleConfiguration(it -> it.rules(written)));
  }

  private void version(String name, boolean enabled) {
    var status = enabled ? BucketVersioningStatus.ENABLED : BucketVersioningStatus.SUSPENDED;
    s3.putBucketVersioning(
        request -> request.bucket(name).versioningConfiguration(it -> it.status(status)));
  }

  /** With the scripts of every site. */
  private void share(String name) {
    s3.putBucketCors(
        it ->
            it.bucket(name)
                .corsConfiguration(
                    cors ->
                        cors.corsRules(
                            CORSRule.builder().allowedOrigins("*").allowedMethods("GET").build())));
  }

  private void tag(String name, Map<String, String> tags) {
    var all =
        tags.entrySet().stream()
            .map(it -> Tag.builder().key(it.getKey()).value(it.getValue()).build())
            .toList();
    s3.putBucketTagging(request -> request.bucket(name).tagging(it -> it.tagSet(all)));
  }
}
