package io.soundbite.operator.aws;

import java.util.Locale;
import java.util.Map;

/**
 * Calls by the names that IAM policies have for them, so that a denied call says what to grant.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
 *     Authorization Reference</a>
 */
final class IamAction {
  private static final Map<String, String> PREFIXES =
      Map.of("CloudWatchLogs", "logs", "ResourceGroupsTaggingApi", "tag", "S3 Control", "s3");

  /** S3's actions often have other names than its operations. */
  private static final Map<String, String> S3 =
      Map.ofEntries(
          Map.entry("HeadBucket", "ListBucket"),
          Map.entry("ListBuckets", "ListAllMyBuckets"),
          Map.entry("ListObjects", "ListBucket"),
          Map.entry("ListObjectsV2", "ListBucket"),
          Map.entry("ListObjectVersions", "ListBucketVersions"),
          Map.entry("ListMultipartUploads", "ListBucketMultipartUploads"),
          Map.entry("DeleteObjects", "DeleteObject"),
          Map.entry("GetBucketEncryption", "GetEncryptionConfiguration"),
          Map.entry("PutBucketEncryption", "PutEncryptionConfiguration"),
          Map.entry("DeleteBucketEncryption", "PutEncryptionConfiguration"),
          Map.entry("GetPublicAccessBlock", "GetBucketPublicAccessBlock"),
          Map.entry("PutPublicAccessBlock", "PutBucketPublicAccessBlock"),
          Map.entry("DeletePublicAccessBlock", "PutBucketPublicAccessBlock"),
          Map.entry("GetBucketLifecycleConfiguration", "GetLifecycleConfiguration"),
          Map.entry("PutBucketLifecycleConfiguration", "PutLifecycleConfiguration"),
          Map.entry("DeleteBucketLifecycle", "PutLifecycleConfiguration"));

  private IamAction() {}

  /**
   * The action, as {@code sqs:CreateQueue}.
   *
   * @param service the name that the SDK's clients give it, as {@code CloudWatchLogs}
   */
  static String of(String service, String operation) {
    var action = service.equals("S3") ? S3.getOrDefault(operation, operation) : operation;
    return prefix(service) + ":" + action;
  }

  /** The service's prefix in policies, as {@code logs}. */
  static String prefix(String service) {
    return PREFIXES.getOrDefault(service, service.toLowerCase(Locale.ROOT));
  }
}
