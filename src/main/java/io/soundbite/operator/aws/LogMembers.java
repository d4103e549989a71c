package io.soundbite.operator.aws;

import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter;
import software.amazon.awssdk.services.cloudwatchlogs.model.SubscriptionFilter;

/** What CloudWatch Logs answers of a log group and its filters. */
final class LogMembers {
  /** Of DescribeLogGroups. */
  static final Structure LOG_GROUP =
      Structure.of("LOG_GROUP", LogGroup.builder().build())
          .compares("retentionInDays", "kmsKeyId")
          .leavesOut(LeftOut.IDENTITY, "logGroupName", "arn", "logGroupArn")
          .leavesOut(LeftOut.STATE, "creationTime", "storedBytes")
          .leavesOut(LeftOut.FOLLOWS, "metricFilterCount")
          .leavesOut(LeftOut.FIXED, "logGroupClass")
          .leavesOut(
              LeftOut.PROTECTS,
              "dataProtectionStatus",
              "deletionProtectionEnabled",
              "inheritedProperties");

  /** Of DescribeSubscriptionFilters; each hands the group's lines to somebody. */
  private static final Structure SUBSCRIPTION_FILTER =
      Structure.of("SUBSCRIPTION_FILTER", SubscriptionFilter.builder().build())
          .leavesOut(LeftOut.IDENTITY, "logGroupName")
          .leavesOut(LeftOut.STATE, "creationTime")
          .finds(
              "filterName",
              "filterPattern",
              "destinationArn",
              "roleArn",
              "distribution",
              "applyOnTransformedLogs",
              "fieldSelectionCriteria",
              "emitSystemFields");

  /** Of DescribeMetricFilters. */
  static final Structure METRIC_FILTER =
      Structure.of("METRIC_FILTER", MetricFilter.builder().build())
          .compares(
              "filterPattern",
              "metricTransformations.metricName",
              "metricTransformations.metricNamespace",
              "metricTransformations.metricValue",
              "metricTransformations.unit")
          .leavesOut(LeftOut.IDENTITY, "filterName", "logGroupName")
          .leavesOut(LeftOut.STATE, "creationTime")
          .finds(
              "metricTransformations.defaultValue",
              "metricTransformations.dimensions",
              "fieldSelectionCriteria",
              "emitSystemFieldDimensions")
          .findsUnless("applyOnTransformedLogs", "false");

  private LogMembers() {}

  /** All of them. */
  static List<Structure> all() {
    return List.of(LOG_GROUP, SUBSCRIPTION_FILTER, METRIC_FILTER);
  }
}
