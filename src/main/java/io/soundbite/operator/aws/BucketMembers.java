package io.soundbite.operator.aws;

import java.util.List;
import software.amazon.awssdk.services.s3.model.GetBucketAccelerateConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.GetBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLoggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetBucketWebsiteResponse;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;

/** What S3 answers of a bucket, each setting by a call of its own. */
final class BucketMembers {
  /** A rule of GetBucketLifecycleConfiguration. */
  static final Structure LIFECYCLE_RULE =
      Structure.of("LIFECYCLE_RULE", LifecycleRule.builder().build())
          .compares(
              "Status",
              "Filter",
              "Prefix",
              "Transitions.Days",
              "Transitions.StorageClass",
              "NoncurrentVersionTransitions.NoncurrentDays",
              "NoncurrentVersionTransitions.StorageClass",
              "Expiration.Days",
              "NoncurrentVersionExpiration.NoncurrentDays",
              "AbortIncompleteMultipartUpload.DaysAfterInitiation")
          .leavesOut(LeftOut.IDENTITY, "ID")
          .finds(
              "Expiration.Date",
              "Transitions.Date",
              "NoncurrentVersionTransitions.NewerNoncurrentVersions",
              "NoncurrentVersionExpiration.NewerNoncurrentVersions")
          .findsUnless("Expiration.ExpiredObjectDeleteMarker", "false");

  /** Beside its rules. */
  static final Structure LIFECYCLE =
      Structure.of("LIFECYCLE", GetBucketLifecycleConfigurationResponse.builder().build())
          .compares("Rules")
          .findsUnless("TransitionDefaultMinimumObjectSize", "all_storage_classes_128K");

  /** Replicas of objects that go to another bucket. */
  static final Structure REPLICATION =
      Structure.of("REPLICATION", GetBucketReplicationResponse.builder().build())
          .finds("ReplicationConfiguration");

  /** Names of objects and addresses of readers, which go to another bucket. */
  static final Structure LOGGING =
      Structure.of("LOGGING", GetBucketLoggingResponse.builder().build()).finds("LoggingEnabled");

  /** Another endpoint, which costs by the byte. */
  static final Structure ACCELERATE =
      Structure.of("ACCELERATE", GetBucketAccelerateConfigurationResponse.builder().build())
          .leavesOut(LeftOut.STATE, "RequestCharged")
          .findsUnless("Status", "Suspended");

  private BucketMembers() {}

  /** All of them. */
  static List<Structure> all() {
    return List.of(
        Structure.of("BUCKET", HeadBucketResponse.builder().build())
            .compares("BucketRegion")
            .leavesOut(
                LeftOut.IDENTITY,
                "BucketArn",
                "BucketLocationType",
                "BucketLocationName",
                "AccessPointAlias"),
        Structure.of("BUCKET_ENCRYPTION", GetBucketEncryptionResponse.builder().build())
            .compares(
                "ServerSideEncryptionConfiguration.Rules.ApplyServerSideEncryptionByDefault"
                    + ".SSEAlgorithm",
                "ServerSideEncryptionConfiguration.Rules.ApplyServerSideEncryptionByDefault"
                    + ".KMSMasterKeyID",
                "ServerSideEncryptionConfiguration.Rules.BucketKeyEnabled")
            .leavesOut(
                LeftOut.PROTECTS, "ServerSideEncryptionConfiguration.Rules.BlockedEncryptionTypes"),
        Structure.of("PUBLIC_ACCESS", GetPublicAccessBlockResponse.builder().build())
            .compares("PublicAccessBlockConfiguration"),
        Structure.of("BUCKET_POLICY", GetBucketPolicyResponse.builder().build()).compares("Policy"),
        LIFECYCLE,
        LIFECYCLE_RULE,
        Structure.of("VERSIONING", GetBucketVersioningResponse.builder().build())
            .compares("Status")
            .leavesOut(LeftOut.PROTECTS, "MFADelete"),
        Structure.of("BUCKET_TAGS", GetBucketTaggingResponse.builder().build()).compares("TagSet"),
        Structure.of("ACCESS_LIST", GetBucketAclResponse.builder().build())
            .leavesOut(LeftOut.IDENTITY, "Owner")
            .leavesOut(LeftOut.FOLLOWS, "Grants.Grantee.DisplayName", "Grants.Grantee.Type")
            .finds(
                "Grants.Grantee.EmailAddress",
                "Grants.Grantee.ID",
                "Grants.Grantee.URI",
                "Grants.Permission"),
        Structure.of("OWNERSHIP", GetBucketOwnershipControlsResponse.builder().build())
            .findsUnless("OwnershipControls.Rules.ObjectOwnership", "BucketOwnerEnforced"),
        Structure.of("CORS", GetBucketCorsResponse.builder().build()).finds("CORSRules"),
        Structure.of("NOTIFICATIONS", GetBucketNotificationConfigurationResponse.builder().build())
            .finds(
                "TopicConfigurations",
                "QueueConfigurations",
                "LambdaFunctionConfigurations",
                "EventBridgeConfiguration"),
        Structure.of("WEBSITE", GetBucketWebsiteResponse.builder().build())
            .finds("RedirectAllRequestsTo", "IndexDocument", "ErrorDocument", "RoutingRules"),
        REPLICATION,
        LOGGING,
        ACCELERATE);
  }
}
