package io.soundbite.operator.aws;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.GetBucketCorsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/**
 * What opens a bucket to others beside its policy: nothing of it is wanted, so that all that is
 * there is additional, and healing removes it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html">Object
 *     ownership: without controls a bucket's ACLs are in force</a>
 */
final class BucketAccess {
  private static final String ACL = "acl";
  private static final String CORS = "cors";
  private static final String NOTIFICATIONS = "notifications";
  private static final String OWNERSHIP = "ownership";
  private static final String WEBSITE = "website";

  private final S3Client s3;

  BucketAccess(S3Client s3) {
    this.s3 = s3;
  }

  /** Returns what is open, by name. */
  Map<String, String> read(String name, Reading reading) {
    var open = new TreeMap<String, String>();
    open.put(
        ACL, reading.unwanted(ACL, () -> grants(s3.getBucketAcl(request -> request.bucket(name)))));
    open.put(
        OWNERSHIP,
        reading.setting(
            OWNERSHIP,
            "",
            ObjectOwnership.OBJECT_WRITER.toString(),
            () -> ownership(s3.getBucketOwnershipControls(request -> request.bucket(name)))));
    open.put(
        CORS,
        reading.unwanted(CORS, () -> origins(s3.getBucketCors(request -> request.bucket(name)))));
    open.put(
        NOTIFICATIONS,
        reading.unwanted(
            NOTIFICATIONS,
            () ->
                notified(s3.getBucketNotificationConfiguration(request -> request.bucket(name)))));
    open.put(
        WEBSITE,
        reading.unwanted(
            WEBSITE,
            () -> {
              s3.getBucketWebsite(request -> request.bucket(name));
              return "on";
            }));
    open.values().removeIf(String::isEmpty);
    return open;
  }

  /** Removes what is open, the access list before the controls that put it out of force. */
  void close(String name, Set<String> open) {
    if (open.contains(ACL)) {
      s3.putBucketAcl(request -> request.bucket(name).acl(BucketCannedACL.PRIVATE));
    }
    if (open.contains(OWNERSHIP)) {
      var rule =
          OwnershipControlsRule.builder()
              .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
              .build();
      s3.putBucketOwnershipControls(
          request -> request.bucket(name).ownershipControls(controls -> controls.rules(rule)));
    }
    if (open.contains(CORS)) {
      s3.deleteBucketCors(request -> request.bucket(name));
    }
    if (open.contains(NOTIFICATIONS)) {
      s3.putBucketNotificationConfiguration(
          request -> request.bucket(name).notificationConfiguration(none -> {}));
    }
    if (open.contains(WEBSITE)) {
      s3.deleteBucketWebsite(request -> request.bucket(name));
    }
  }

  /** Grants to others than the owner; null where the answer lacks them. */
  private static @Nullable String grants(GetBucketAclResponse answer) {
    if (!answer.hasGrants() || answer.owner() == null || answer.owner().id() == null) {
      return null;
    }
    if (answer.grants().stream().anyMatch(BucketAccess::isShownInPart)) {
      return null;
    }
    var owner = answer.owner().id();
    return answer.grants().stream()
        .filter(grant -> !owner.equals(grant.grantee().id()))
        .map(BucketAccess::text)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Whether a grant does not say to whom it is. */
  private static boolean isShownInPart(Grant grant) {
    var grantee = grant.grantee();
    return grantee == null
        || (grantee.id() == null && grantee.uri() == null && grantee.emailAddress() == null);
  }

  private static String text(Grant grant) {
    var grantee = grant.grantee();
    return "%s for %s"
        .formatted(
            grant.permissionAsString(), grantee.uri() == null ? grantee.id() : grantee.uri());
  }

  private static @Nullable String ownership(GetBucketOwnershipControlsResponse answer) {
    var controls = answer.ownershipControls();
    if (controls == null || controls.rules().isEmpty()) {
      return null;
    }
    var ownership = controls.rules().getFirst().objectOwnership();
    if (ownership == null) {
      return null;
    }
    return ownership == ObjectOwnership.BUCKET_OWNER_ENFORCED
        ? ""
        : controls.rules().getFirst().objectOwnershipAsString();
  }

  private static @Nullable String origins(GetBucketCorsResponse answer) {
    return answer.hasCorsRules()
        ? answer.corsRules().stream()
            .map(CORSRule::allowedOrigins)
            .map(origins -> String.join(" ", origins))
            .collect(Collectors.joining(", ", "origins ", ""))
        : null;
  }

  private static String notified(GetBucketNotificationConfigurationResponse answer) {
    var bus =
        answer.eventBridgeConfiguration() == null ? Stream.<String>of() : Stream.of("EventBridge");
    var targets =
        Stream.of(
                answer.queueConfigurations().stream().map(QueueConfiguration::queueArn),
                answer.topicConfigurations().stream().map(TopicConfiguration::topicArn),
                answer.lambdaFunctionConfigurations().stream()
                    .map(LambdaFunctionConfiguration::lambdaFunctionArn))
            .flatMap(it -> it);
    return Stream.concat(bus, targets).collect(Collectors.joining(", "));
  }
}
