package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Dashboard;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.MetricFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;

/** A stranger's calls to CloudWatch and its logs. */
record StrangeWatch(CloudWatchClient cloudWatch, CloudWatchLogsClient logs) {

  void change(LogGroup before, LogGroup after) {
    var name = after.key().name();
    after.additional().keySet().stream()
        .filter(it -> it.startsWith("subscription "))
        .forEach(it -> subscribe(after, it.substring("subscription ".length())));
    if (!before.kmsKey().equals(after.kmsKey())) {
      after
          .kmsKey()
          .ifPresentOrElse(
              key -> logs.associateKmsKey(it -> it.logGroupName(name).kmsKeyId(key)),
              () -> logs.disassociateKmsKey(it -> it.logGroupName(name)));
    }
    if (after.retentionDays().isEmpty()) {
      logs.deleteRetentionPolicy(it -> it.logGroupName(name));
    } else {
      logs.putRetentionPolicy(
          it -> it.logGroupName(name).retentionInDays(after.retentionDays().get()));
    }
    TagChange.between(before.tags(), after.tags())
        .by(
            set -> logs.tagResource(it -> it.resourceArn(after.arn()).tags(set)),
            removed -> logs.untagResource(it -> it.resourceArn(after.arn()).tagKeys(removed)));
  }

  /** Every line goes to a destination; the emulator wants a log group of that name. */
  private void subscribe(LogGroup group, String filter) {
    var arn = group.arn().split(":", 6);
    Observed.unless(
        e -> AwsErrors.code(e).equals("ResourceAlreadyExistsException"),
        () -> logs.createLogGroup(it -> it.logGroupName("strangers")));
    logs.putSubscriptionFilter(
        it ->
            it.logGroupName(group.key().name())
                .filterName(filter)
                .filterPattern("")
                .destinationArn(
                    "arn:aws:logs:" + arn[3] + ":" + arn[4] + ":destination:strangers"));
  }

  void put(MetricFilter filter) {
    var metric =
        MetricTransformation.builder()
            .metricNamespace(filter.metricNamespace())
            .metricName(filter.metricName())
            .metricValue(filter.value())
            .unit(filter.unit())
            .defaultValue(number(filter.additional().get("metricTransformations.defaultValue")))
            .build();
    logs.putMetricFilter(
        request ->
            request
                .logGroupName(filter.logGroup())
                .filterName(filter.key().name())
                .filterPattern(filter.pattern())
                .metricTransformations(metric));
    filter
        .duplicates()
        .forEach(
            name ->
                logs.putMetricFilter(
                    request ->
                        request
                            .logGroupName(filter.logGroup())
                            .filterName(name)
                            .filterPattern(filter.pattern())
                            .metricTransformations(metric)));
  }

  void change(CloudWatchAlarm before, CloudWatchAlarm after) {
    cloudWatch.putMetricAlarm(
        request ->
            request
                .alarmName(after.key().name())
                .alarmDescription(after.description())
                .namespace(after.namespace())
                .metricName(after.metric())
                .dimensions(after.dimensions().entrySet().stream().map(StrangeWatch::of).toList())
                .statistic(after.statistic())
                .period((int) after.period().toSeconds())
                .evaluationPeriods(after.evaluationPeriods())
                .threshold(after.threshold().doubleValue())
                .comparisonOperator(after.comparison())
                .treatMissingData(after.missingData())
                .actionsEnabled(after.actionsEnabled())
                .alarmActions(after.actions())
                .unit(after.additional().get("Unit")));
    TagChange.between(before.tags(), after.tags())
        .by(
            set ->
                cloudWatch.tagResource(
                    it ->
                        it.resourceARN(after.arn())
                            .tags(set.entrySet().stream().map(StrangeWatch::tag).toList())),
            removed ->
                cloudWatch.untagResource(it -> it.resourceARN(after.arn()).tagKeys(removed)));
  }

  void put(Dashboard dashboard) {
    cloudWatch.putDashboard(
        it -> it.dashboardName(dashboard.key().name()).dashboardBody(Json.write(dashboard.body())));
  }

  private static @Nullable Double number(@Nullable String text) {
    return text == null ? null : Double.valueOf(text);
  }

  private static Dimension of(Map.Entry<String, String> dimension) {
    return Dimension.builder().name(dimension.getKey()).value(dimension.getValue()).build();
  }

  private static Tag tag(Map.Entry<String, String> tag) {
    return Tag.builder().key(tag.getKey()).value(tag.getValue()).build();
  }
}
