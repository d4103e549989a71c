package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/**
 * The request that writes an alarm as a whole.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html">PutMetricAlarm</a>
 */
record AlarmRequest(CloudWatchAlarm want) {

  /** The request; its tags count only for an alarm that is not there yet. */
  PutMetricAlarmRequest put() {
    return PutMetricAlarmRequest.builder()
        .alarmName(want.key().name())
        .alarmDescription(want.description())
        .namespace(want.namespace())
        .metricName(want.metric())
        .dimensions(dimensions(want.dimensions()))
        .statistic(want.statistic())
        .period(Math.toIntExact(want.period().toSeconds()))
        .evaluationPeriods(want.evaluationPeriods())
        .threshold(want.threshold().doubleValue())
        .comparisonOperator(want.comparison())
        .treatMissingData(want.missingData())
        .actionsEnabled(want.actionsEnabled())
        .alarmActions(want.actions())
        .tags(CloudWatchAlarms.tags(want.tags()))
        .build();
  }

  private static List<Dimension> dimensions(Map<String, String> dimensions) {
    return dimensions.entrySet().stream()
        .map(it -> Dimension.builder().name(it.getKey()).value(it.getValue()).build())
        .toList();
  }
}
