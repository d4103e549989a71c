package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.S3Bucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.Transition;

/** Lifecycle rules as S3 writes them. */
final class LifecycleRules {
  /** Begins what is additional in a lifecycle configuration. */
  static final String ADDITIONAL = "lifecycle.";

  private LifecycleRules() {}

  /**
   * What S3 shows, by id; null where a rule is shown in part. A rule has no action that is not
   * shown; of an action that is shown without its days they are as in {@code wanted}.
   */
  static @Nullable Map<String, S3Bucket.LifecycleRule> read(
      List<LifecycleRule> rules, Map<String, S3Bucket.LifecycleRule> wanted) {
    var read = new HashMap<String, S3Bucket.LifecycleRule>();
    for (var rule : rules) {
      if (rule.id() == null || rule.status() == null) {
        return null;
      }
      read.put(rule.id(), read(rule, Optional.ofNullable(wanted.get(rule.id()))));
    }
    return read;
  }

  /** What the answer has beside this, by the rule's id and the member. */
  static Map<String, String> additional(GetBucketLifecycleConfigurationResponse answer) {
    var additional = new HashMap<String, String>();
    BucketMembers.LIFECYCLE
        .additional(answer)
        .forEach((member, value) -> additional.put(ADDITIONAL + member, value));
    answer
        .rules()
        .forEach(
            rule ->
                BucketMembers.LIFECYCLE_RULE
                    .additional(rule)
                    .forEach((member, value) -> additional.put(path(rule.id(), member), value)));
    return additional;
  }

  private static String path(@Nullable String rule, String member) {
    return ADDITIONAL + rule + "." + member;
  }

  private static S3Bucket.LifecycleRule read(
      LifecycleRule rule, Optional<S3Bucket.LifecycleRule> wanted) {
    var expiration = rule.expiration();
    var noncurrent = rule.noncurrentVersionExpiration();
    var abort = rule.abortIncompleteMultipartUpload();
    return new S3Bucket.LifecycleRule(
        scope(rule),
        rule.status() == ExpirationStatus.ENABLED,
        transitions(rule),
        expiration == null || isOtherwise(expiration)
            ? null
            : days(expiration.days(), wanted.map(S3Bucket.LifecycleRule::expireDays)),
        noncurrent == null
            ? null
            : days(
                noncurrent.noncurrentDays(),
                wanted.map(S3Bucket.LifecycleRule::noncurrentExpireDays)),
        abort == null
            ? null
            : days(
                abort.daysAfterInitiation(), wanted.map(S3Bucket.LifecycleRule::abortUploadDays)));
  }

  private static boolean isOtherwise(LifecycleExpiration expiration) {
    return expiration.date() != null || Boolean.TRUE.equals(expiration.expiredObjectDeleteMarker());
  }

  private static @Nullable Integer days(@Nullable Integer shown, Optional<Integer> wanted) {
    return shown == null ? wanted.orElse(null) : shown;
  }

  /** The prefix. A filter that is more than that is shown whole, so that it is a difference. */
  @SuppressWarnings("deprecation") // the prefix outside a filter: old rules are read too
  private static String scope(LifecycleRule rule) {
    var filter = rule.filter();
    if (filter == null) {
      return rule.prefix() == null ? "" : rule.prefix();
    }
    var more =
        filter.and() != null
            || filter.tag() != null
            || filter.objectSizeGreaterThan() != null
            || filter.objectSizeLessThan() != null;
    if (more) {
      return filter.toString();
    }
    return filter.prefix() == null ? "" : filter.prefix();
  }

  /** Those of noncurrent versions too, which are never wanted, so that they are a difference. */
  private static Map<String, Integer> transitions(LifecycleRule rule) {
    var days = new HashMap<String, Integer>();
    rule.transitions()
        .forEach(
            transition ->
                days.put(
                    transition.storageClassAsString(),
                    transition.days() == null ? 0 : transition.days()));
    rule.noncurrentVersionTransitions()
        .forEach(
            transition ->
                days.put(
                    "noncurrent " + transition.storageClassAsString(),
                    transition.noncurrentDays() == null ? 0 : transition.noncurrentDays()));
    return days;
  }

  /** As S3 takes them, in a stable order. */
  static List<LifecycleRule> write(Map<String, S3Bucket.LifecycleRule> rules) {
    return rules.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(rule -> write(rule.getKey(), rule.getValue()))
        .toList();
  }

  private static LifecycleRule write(String id, S3Bucket.LifecycleRule rule) {
    var written =
        LifecycleRule.builder()
            .id(id)
            .filter(filter -> filter.prefix(rule.prefix()))
            .status(rule.enabled() ? ExpirationStatus.ENABLED : ExpirationStatus.DISABLED)
            .transitions(
                rule.transitions().entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .map(LifecycleRules::transition)
                    .toList());
    if (rule.expireDays() != null) {
      written.expiration(expiration -> expiration.days(rule.expireDays()));
    }
    if (rule.noncurrentExpireDays() != null) {
      written.noncurrentVersionExpiration(
          expiration -> expiration.noncurrentDays(rule.noncurrentExpireDays()));
    }
    if (rule.abortUploadDays() != null) {
      written.abortIncompleteMultipartUpload(
          abort -> abort.daysAfterInitiation(rule.abortUploadDays()));
    }
    return written.build();
  }

  private static Transition transition(Map.Entry<String, Integer> days) {
    return Transition.builder().storageClass(days.getKey()).days(days.getValue()).build();
  }
}
