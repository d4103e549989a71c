package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.S3Bucket;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;

/**
 * Creates buckets, with their tags where S3 takes them then.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html">CreateBucket</a>
 */
record BucketCreation(S3Client s3) {
  /** The one region that must not be named when a bucket is created there. */
  private static final String UNNAMED_REGION = "us-east-1";

  /** What those answer that can't create a bucket with tags: some regions, other products. */
  private static final Set<String> TAGS_REFUSED =
      Set.of("UnsupportedArgument", "MalformedXML", "NotImplemented");

  private static final CreateBucketConfiguration NOTHING =
      CreateBucketConfiguration.builder().build();

  /** Creates the bucket {@code want} with the usual settings, and without tags where it must. */
  void of(S3Bucket want) {
    try {
      create(want, in(want.region()).tags(BucketTags.sdk(want.tags())));
    } catch (SdkException e) {
      if (!TAGS_REFUSED.contains(AwsErrors.code(e))) {
        throw e;
      }
      create(want, in(want.region()));
    }
  }

  private static CreateBucketConfiguration.Builder in(String region) {
    var configuration = CreateBucketConfiguration.builder();
    return region.equals(UNNAMED_REGION) ? configuration : configuration.locationConstraint(region);
  }

  private void create(S3Bucket want, CreateBucketConfiguration.Builder configuration) {
    var given = configuration.build();
    s3.createBucket(
        request ->
            request
                .bucket(want.key().name())
                .createBucketConfiguration(given.equals(NOTHING) ? null : given));
  }
}
