package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.S3Bucket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/**
 * Reads and writes the tags of buckets. TagResource and UntagResource change single tags.
 * PutBucketTagging replaces the whole set: S3 may show tags as they were some seconds ago, and what
 * others have added meanwhile would be lost. It is also refused where attribute-based access
 * control is enabled for the bucket. It is left for endpoints that do not know TagResource.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-tag-add.html">Adding a
 *     tag to a bucket</a>
 */
final class BucketTags {
  private final S3Client s3;
  private final Supplier<S3ControlClient> control;
  private final Supplier<String> account;
  private final AtomicReference<@Nullable String> known = new AtomicReference<>();

  /**
   * @param control asked for when tags are written
   * @param account that the buckets are in, asked for until it is known
   */
  BucketTags(S3Client s3, Supplier<S3ControlClient> control, Supplier<String> account) {
    this.s3 = s3;
    this.control = control;
    this.account = account;
  }

  /** Returns all tags of the bucket with that name, strangers' too. */
  Map<String, String> read(String name) {
    return Observed.unless(
            e -> SettingError.of(e) == SettingError.NONE,
            () -> s3.getBucketTagging(request -> request.bucket(name)).tagSet())
        .orElse(List.of())
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  /** Makes {@code writes}; strangers' tags stay. */
  void write(S3Bucket bucket, TagWrites writes) {
    var single =
        Observed.unless(
            e -> SettingError.of(e) == SettingError.UNSUPPORTED,
            () -> {
              writes.by(tags -> put(bucket, tags), keys -> remove(bucket, keys));
              return true;
            });
    if (single.isEmpty()) {
      replace(bucket.key().name(), writes);
    }
  }

  private void put(S3Bucket bucket, Map<String, String> tags) {
    control
        .get()
        .tagResource(
            request -> request.accountId(account()).resourceArn(arn(bucket)).tags(single(tags)));
  }

  private void remove(S3Bucket bucket, Set<String> keys) {
    control
        .get()
        .untagResource(
            request -> request.accountId(account()).resourceArn(arn(bucket)).tagKeys(keys));
  }

  private void replace(String name, TagWrites writes) {
    var all = writes.applied(read(name));
    s3.putBucketTagging(request -> request.bucket(name).tagging(set -> set.tagSet(sdk(all))));
  }

  private String account() {
    var before = known.get();
    if (before != null) {
      return before;
    }
    var asked = account.get();
    known.set(asked);
    return asked;
  }

  /** Returns the bucket's ARN, in the partition of its region. */
  static String arn(S3Bucket bucket) {
    var partition = PartitionMetadata.of(Region.of(bucket.region())).id();
    return "arn:" + partition + ":s3:::" + bucket.key().name();
  }

  /** Returns {@code tags} as S3's own calls take them. */
  static List<Tag> sdk(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private static List<software.amazon.awssdk.services.s3control.model.Tag> single(
      Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(
            tag ->
                software.amazon.awssdk.services.s3control.model.Tag.builder()
                    .key(tag.getKey())
                    .value(tag.getValue())
                    .build())
        .toList();
  }
}
