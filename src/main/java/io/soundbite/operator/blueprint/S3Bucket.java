package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An S3 bucket.
 *
 * @param encryption {@code AES256} for SSE-S3, {@code aws:kms} or {@code aws:kms:dsse} for a KMS
 *     key
 * @param kmsKey a customer's KMS key; empty for the service's own
 * @param bucketKey whether S3 asks KMS by a key for the bucket instead of one for each object; null
 *     leaves it as it is
 * @param publicAccess the four settings of the public access block
 * @param policy the bucket policy
 * @param lifecycle rules by id
 * @param versioning Enabled or not; never enabled counts as suspended
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 */
public record S3Bucket(
    Key key,
    @Immutable String region,
    Optional<String> encryption,
    Optional<String> kmsKey,
    @Nullable Boolean bucketKey,
    Optional<PublicAccess> publicAccess,
    Optional<Policy> policy,
    Map<String, LifecycleRule> lifecycle,
    Boolean versioning,
    Map<String, String> tags,
    Map<String, String> additional)
    implements Desired, Tagged, HoldsData {

  public S3Bucket {
    lifecycle = Map.copyOf(lifecycle);
    tags = Map.copyOf(tags);
    additional = Map.copyOf(additional);
  }

  /** With nothing beside it, as all are wanted. */
  public S3Bucket(
      Key key,
      String region,
      Optional<String> encryption,
      Optional<String> kmsKey,
      Optional<PublicAccess> publicAccess,
      Optional<Policy> policy,
      Map<String, LifecycleRule> lifecycle,
      Boolean versioning,
      Map<String, String> tags) {
    this(
        key,
        region,
        encryption,
        kmsKey,
        null,
        publicAccess,
        policy,
        lifecycle,
        versioning,
        tags,
        Map.of());
  }

  /** Returns the same, encrypted with the customer's KMS key of that ARN. */
  S3Bucket encryptedWith(String kmsKeyArn) {
    return new S3Bucket(
        key,
        region,
        Optional.of("aws:kms"),
        Optional.of(kmsKeyArn),
        true,
        publicAccess,
        policy,
        lifecycle,
        versioning,
        tags,
        additional);
  }

  @Override
  public String backup() {
    return "S3 keeps nothing of a deleted bucket; look for a copy in AWS Backup (aws backup"
        + " list-recovery-points-by-resource) or wherever it was replicated to";
  }

  /** The four settings of the public access block. */
  public record PublicAccess(
      boolean blockAcls, boolean ignoreAcls, boolean blockPolicy, boolean restrictBuckets) {
    /** All public access blocked. */
    public static PublicAccess blocked() {
      return new PublicAccess(true, true, true, true);
    }
  }

  /**
   * A lifecycle rule for the whole bucket, or for {@code prefix}. Null parts are not in the rule.
   *
   * @param transitions days by storage class, as {@code STANDARD_IA}
   */
  public record LifecycleRule(
      String prefix,
      boolean enabled,
      Map<String, Integer> transitions,
      @Nullable Integer expireDays,
      @Nullable Integer noncurrentExpireDays,
      @Nullable Integer abortUploadDays) {
    public LifecycleRule {
      transitions = Map.copyOf(transitions);
    }
  }
}
