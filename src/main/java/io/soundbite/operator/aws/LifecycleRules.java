package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.S3Bucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.Transition;

/** Lifecycle rules as S3 writes them. */
final class LifecycleRules {
  private LifecycleRules() {}

  /** What S3 shows, by id. */
  static Map<String, S3Bucket.LifecycleRule> read(List<LifecycleRule> rules) {
    return rules.stream().collect(Collectors.toMap(LifecycleRule::id, LifecycleRules::read));
  }

  private static S3Bucket.LifecycleRule read(LifecycleRule rule) {
    return new S3Bucket.LifecycleRule(
        scope(rule),
        rule.status() == ExpirationStatus.ENABLED,
        transitions(rule),
        rule.expiration() == null ? null : rule.expiration().days(),
        rule.noncurrentVersionExpiration() == null
            ? null
            : rule.noncurrentVersionExpiration().noncurrentDays(),
        rule.abortIncompleteMultipartUpload() == null
            ? null
            : rule.abortIncompleteMultipartUpload().daysAfterInitiation());
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
