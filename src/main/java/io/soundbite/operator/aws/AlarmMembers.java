package io.soundbite.operator.aws;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** What CloudWatch answers of an alarm and a dashboard. */
final class AlarmMembers {
  /** Of DescribeAlarms. */
  static final Structure ALARM =
      Structure.of("ALARM", MetricAlarm.builder().build())
          .compares(
              "AlarmDescription",
              "ActionsEnabled",
              "AlarmActions",
              "MetricName",
              "Namespace",
              "Statistic",
              "ExtendedStatistic",
              "Dimensions",
              "Period",
              "EvaluationPeriods",
              "Threshold",
              "ComparisonOperator",
              "TreatMissingData")
          .leavesOut(LeftOut.IDENTITY, "AlarmName", "AlarmArn")
          .leavesOut(
              LeftOut.STATE,
              "AlarmConfigurationUpdatedTimestamp",
              "StateValue",
              "StateReason",
              "StateReasonData",
              "StateUpdatedTimestamp",
              "StateTransitionedTimestamp",
              "EvaluationState")
          .finds(
              "OKActions",
              "InsufficientDataActions",
              "Unit",
              "DatapointsToAlarm",
              "EvaluateLowSampleCountPercentile",
              "Metrics",
              "ThresholdMetricId");

  private static final Structure DASHBOARD =
      Structure.of("DASHBOARD", GetDashboardResponse.builder().build())
          .compares("DashboardBody")
          .leavesOut(LeftOut.IDENTITY, "DashboardArn", "DashboardName");

  private static final Structure DASHBOARD_ENTRY =
      Structure.of("DASHBOARD_ENTRY", DashboardEntry.builder().build())
          .leavesOut(LeftOut.IDENTITY, "DashboardArn", "DashboardName")
          .leavesOut(LeftOut.FOLLOWS, "LastModified", "Size");

  private AlarmMembers() {}

  /** All of them. */
  static List<Structure> all() {
    return List.of(ALARM, DASHBOARD, DASHBOARD_ENTRY);
  }
}
