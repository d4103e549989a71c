package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.QuotaStatus;
import io.soundbite.operator.aws.Quota;
import io.soundbite.operator.aws.Usage;

/**
 * How a quota stands for one environment.
 *
 * @param claimed what others were let make that may not have been counted
 * @param needed what this one is to make, or has made since the count
 */
record Demand(Quota quota, Usage usage, long claimed, long needed) {
  boolean exceeded() {
    return total() > usage.limit();
  }

  private long total() {
    return usage.used() + claimed + needed;
  }

  /** Why there is no room in {@code region}, and how to get some. */
  String sentence(String region) {
    return "%s %s: %d used%s, %d needed, the limit is %d; ask for more with `%s`."
        .formatted(
            quota.service(),
            quota.things(),
            usage.used(),
            claimed == 0 ? "" : ", %d about to be made by other environments".formatted(claimed),
            needed,
            usage.limit(),
            quota.remedy(region, String.valueOf(total())));
  }

  QuotaStatus status() {
    return new QuotaStatus(
        quota.service(),
        quota.things(),
        quota.code(),
        usage.used(),
        claimed,
        needed,
        usage.limit(),
        exceeded());
  }
}
