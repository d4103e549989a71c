package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.engine.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** A bucket's settings, each of which S3 takes by a call of its own. */
final class BucketWrites {
  private static final String OWN = ServerSideEncryption.AES256.toString();
  private static final int ATTEMPTS = 4;

  /** Before the second attempt; longer before each further one. */
  private static final Duration PAUSE = Duration.ofMillis(400);

  private final S3Client s3;
  private final BucketTags tags;
  private final BucketAccess access;
  private final BucketCopies copies;

  BucketWrites(S3Client s3, BucketTags tags) {
    this.s3 = s3;
    this.tags = tags;
    this.access = new BucketAccess(s3);
    this.copies = new BucketCopies(s3);
  }

  /** Writes what differs, one after the other: S3 refuses changes at once of one bucket. */
  void by(Change<S3Bucket> change) {
    var want = change.want();
    var name = want.key().name();
    var calls = new ArrayList<Runnable>();
    if (change.touches("/tags")) {
      calls.add(() -> tags.write(name, TagWrites.between(want.tags(), change.have().tags())));
    }
    if (change.touches("/encryption", "/kmsKey", "/bucketKey")) {
      calls.add(() -> putEncryption(want));
    }
    if (change.touches("/publicAccess")) {
      calls.add(() -> putPublicAccess(name, want.publicAccess()));
    }
    if (change.touches("/policy")) {
      calls.add(() -> putPolicy(name, want.policy()));
    }
    var additional =
        Observed.without(change.have().additional().keySet(), want.additional().keySet());
    if (!additional.isEmpty()) {
      calls.add(() -> access.close(name, additional));
      calls.add(() -> copies.stop(name, additional));
    }
    if (change.touches("/lifecycle")
        || additional.stream().anyMatch(it -> it.startsWith(LifecycleRules.ADDITIONAL))) {
      calls.add(() -> putLifecycle(name, want.lifecycle()));
    }
    if (change.touches("/versioning")) {
      calls.add(() -> putVersioning(name, want.versioning()));
    }
    calls.forEach(BucketWrites::uncontested);
  }

  /**
   * Makes {@code call}, and again a moment later when S3 says that another change of the bucket is
   * under way.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's errors:
   *     OperationAborted</a>
   */
  private static void uncontested(Runnable call) {
    for (int attempt = 1; ; attempt++) {
      try {
        call.run();
        return;
      } catch (SdkException e) {
        if (attempt == ATTEMPTS || !AwsErrors.code(e).equals("OperationAborted")) {
          throw e;
        }
      }
      LockSupport.parkNanos(PAUSE.multipliedBy(attempt).toNanos());
    }
  }

  /** A key says nothing where S3's own encrypts. */
  private void putEncryption(S3Bucket want) {
    var name = want.key().name();
    want.encryption()
        .ifPresentOrElse(
            it ->
                s3.putBucketEncryption(
                    request ->
                        request
                            .bucket(name)
                            .serverSideEncryptionConfiguration(
                                all ->
                                    all.rules(
                                        ServerSideEncryptionRule.builder()
                                            .bucketKeyEnabled(want.bucketKey())
                                            .applyServerSideEncryptionByDefault(
                                                standard ->
                                                    standard
                                                        .sseAlgorithm(it)
                                                        .kmsMasterKeyID(
                                                            it.equals(OWN)
                                                                ? null
                                                                : want.kmsKey().orElse(null)))
                                            .build()))),
            () -> s3.deleteBucketEncryption(request -> request.bucket(name)));
  }

  private void putPublicAccess(String name, Optional<S3Bucket.PublicAccess> access) {
    access.ifPresentOrElse(
        it ->
            s3.putPublicAccessBlock(
                request ->
                    request
                        .bucket(name)
                        .publicAccessBlockConfiguration(
                            block ->
                                block
                                    .blockPublicAcls(it.blockAcls())
                                    .ignorePublicAcls(it.ignoreAcls())
                                    .blockPublicPolicy(it.blockPolicy())
                                    .restrictPublicBuckets(it.restrictBuckets()))),
        () -> s3.deletePublicAccessBlock(request -> request.bucket(name)));
  }

  private void putPolicy(String name, Optional<Policy> policy) {
    policy.ifPresentOrElse(
        it -> s3.putBucketPolicy(request -> request.bucket(name).policy(it.json())),
        () -> s3.deleteBucketPolicy(request -> request.bucket(name)));
  }

  private void putLifecycle(String name, Map<String, S3Bucket.LifecycleRule> rules) {
    if (rules.isEmpty()) {
      s3.deleteBucketLifecycle(request -> request.bucket(name));
      return;
    }
    s3.putBucketLifecycleConfiguration(
        request ->
            request
                .bucket(name)
                .lifecycleConfiguration(all -> all.rules(LifecycleRules.write(rules))));
  }

  private void putVersioning(String name, boolean enabled) {
    var status = enabled ? BucketVersioningStatus.ENABLED : BucketVersioningStatus.SUSPENDED;
    s3.putBucketVersioning(
        request -> request.bucket(name).versioningConfiguration(all -> all.status(status)));
  }
}
