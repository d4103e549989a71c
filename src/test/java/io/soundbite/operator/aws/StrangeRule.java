package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.S3Bucket;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.Transition;

/** A lifecycle rule as a stranger gives it to S3. */
final class StrangeRule {
  private StrangeRule() {}

  static LifecycleRule of(String id, S3Bucket.LifecycleRule rule) {
    return LifecycleRule.builder()
        .id(id)
        .status(rule.enabled() ? ExpirationStatus.ENABLED : ExpirationStatus.DISABLED)
        .filter(it -> it.prefix(rule.prefix()))
        .transitions(
            rule.transitions().entrySet().stream()
                .map(it -> Transition.builder().storageClass(it.getKey()).days(it.getValue()))
                .map(Transition.Builder::build)
                .toList())
        .applyMutation(it -> days(rule.expireDays(), d -> it.expiration(e -> e.days(d))))
        .applyMutation(
            it ->
                days(
                    rule.noncurrentExpireDays(),
                    d -> it.noncurrentVersionExpiration(e -> e.noncurrentDays(d))))
        .applyMutation(
            it ->
                days(
                    rule.abortUploadDays(),
                    d -> it.abortIncompleteMultipartUpload(e -> e.daysAfterInitiation(d))))
        .build();
  }

  private static void days(@Nullable Integer days, IntConsumer set) {
    if (days != null) {
      set.accept(days);
    }
  }
}
