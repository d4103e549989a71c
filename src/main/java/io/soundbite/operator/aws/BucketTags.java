package io.soundbite.operator.aws;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * The tags of buckets. They are set and removed one by one where S3 can do so, which leaves what
 * others set meanwhile, and is the only way for a bucket with attribute-based access control (ABAC)
 * enabled. Where that can't be done the whole set is written: endpoints other than AWS do not know
 * the call, nor do all regions of AWS, a policy may not allow it, a network may not lead there.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAbac.html">PutBucketAbac</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_TagResource.html">TagResource</a>
 */
final class BucketTags {
  private final S3Client s3;
  private final ResourceTags single;

  /**
   * @param single sets and removes tags one by one
   */
  BucketTags(S3Client s3, ResourceTags single) {
    this.s3 = s3;
    this.single = single;
  }

  /** All tags, strangers' too. */
  Map<String, String> read(String bucket) {
    return Observed.unless(
            e -> SettingError.of(e) == SettingError.NONE,
            () -> s3.getBucketTagging(request -> request.bucket(bucket)).tagSet())
        .orElse(List.of())
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  /** Makes {@code writes} and leaves all other tags. */
  void write(String bucket, TagWrites writes) {
    try {
      single.write(bucket, writes);
    } catch (SdkException e) {
      switch (AwsErrors.kind(e)) {
        case THROTTLED, CONFLICT, CREDENTIALS, NOT_LEADING -> throw e;
        default -> writeAll(bucket, writes, e);
      }
    }
  }

  /** Strangers' tags are read, and written again with the rest. */
  private void writeAll(String bucket, TagWrites writes, SdkException refusal) {
    try {
      var all = sdk(writes.applied(read(bucket)));
      s3.putBucketTagging(request -> request.bucket(bucket).tagging(set -> set.tagSet(all)));
    } catch (SdkException e) {
      e.addSuppressed(refusal);
      throw e;
    }
  }

  static List<Tag> sdk(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
