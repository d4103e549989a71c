package io.soundbite.operator.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceResponse;

/** CloudWatch as it is on AWS: few alarms a second, and tags only when an alarm is made. */
final class FakeCloudWatch implements CloudWatchClient {
  private static final String ARN = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:";
  private static final int MOST_NAMES = 100;

  private final Map<String, PutMetricAlarmRequest> alarms = new HashMap<>();
  private final Map<String, Map<String, String>> tags = new HashMap<>();

  /** Puts that pass before the rest is throttled. */
  int puts = Integer.MAX_VALUE;

  static String arn(String alarm) {
    return ARN + alarm;
  }

  @Override
  public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
    if (puts-- <= 0) {
      throw CloudWatchException.builder()
          .statusCode(400)
          .awsErrorDetails(
              AwsErrorDetails.builder()
                  .errorCode("Throttling")
                  .errorMessage("Rate exceeded")
                  .build())
          .build();
    }
    if (alarms.put(request.alarmName(), request) == null) {
      tags.put(arn(request.alarmName()), byKey(request.tags()));
    }
    return PutMetricAlarmResponse.builder().build();
  }

  @Override
  public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
    if (request.alarmNames().size() > MOST_NAMES) {
      throw CloudWatchException.builder().statusCode(400).build();
    }
    return DescribeAlarmsResponse.builder()
        .metricAlarms(
            request.alarmNames().stream()
                .map(alarms::get)
                .filter(Objects::nonNull)
                .map(FakeCloudWatch::alarm)
                .toList())
        .build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(
            tags.get(request.resourceARN()).entrySet().stream()
                .map(it -> Tag.builder().key(it.getKey()).value(it.getValue()).build())
                .toList())
        .build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    tags.get(request.resourceARN()).putAll(byKey(request.tags()));
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    tags.get(request.resourceARN()).keySet().removeAll(request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  private static MetricAlarm alarm(PutMetricAlarmRequest put) {
    return MetricAlarm.builder()
        .alarmName(put.alarmName())
        .alarmDescription(put.alarmDescription())
        .namespace(put.namespace())
        .metricName(put.metricName())
        .dimensions(put.dimensions())
        .statistic(put.statistic())
        .period(put.period())
        .evaluationPeriods(put.evaluationPeriods())
        .threshold(put.threshold())
        .comparisonOperator(put.comparisonOperator())
        .treatMissingData(put.treatMissingData())
        .actionsEnabled(put.actionsEnabled())
        .alarmActions(put.alarmActions())
        .build();
  }

  private static Map<String, String> byKey(List<Tag> tags) {
    var map = new HashMap<String, String>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
