package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Observation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

class CloudWatchAlarmsIT extends TaggedKindContract<CloudWatchAlarm> {

  @Override
  AwsKind<CloudWatchAlarm> kind(AwsClients clients, TagReader tags) {
    return new CloudWatchAlarms(clients.cloudWatch(), tags, InstantSource.system());
  }

  @Override
  CloudWatchAlarm want(Names names, Map<String, String> tags) {
    return alarm(names, "QueueDepth", tags);
  }

  private static CloudWatchAlarm alarm(Names names, String name, Map<String, String> tags) {
    return new CloudWatchAlarm(
        new Key(Stack.QUEUE, Ids.alarm(name), names.aws(name)),
        "arn:aws:cloudwatch:us-east-1:%s:alarm:%s"
            .formatted(names.facts().account(), names.aws(name)),
        "Messages wait",
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        Map.of("QueueName", names.queue()),
        "Maximum",
        Duration.ofMinutes(5),
        2,
        new BigDecimal("99.5"),
        "GreaterThanOrEqualToThreshold",
        "notBreaching",
        false,
        Set.of(names.topicArn()),
        tags);
  }

  @Override
  List<Drift> drifts(CloudWatchAlarm want) {
    return List.of(
        drift("/additional/Unit", want, alarm -> alarm.unit("Count")),
        drift("/additional/DatapointsToAlarm", want, alarm -> alarm.datapointsToAlarm(1)),
        drift(
            "/additional/OKActions",
            want,
            alarm -> alarm.okActions("arn:aws:sns:us-east-1:000000000000:strangers")),
        drift("/description", want, alarm -> alarm.alarmDescription("mine")),
        drift("/namespace", want, alarm -> alarm.namespace("AWS/SNS")),
        drift("/metric", want, alarm -> alarm.metricName("Other")),
        drift("/dimensions/QueueName", want, alarm -> alarm.dimensions(dimension("QueueName"))),
        drift("/statistic", want, alarm -> alarm.statistic("Sum")),
        drift("/statistic", want, alarm -> alarm.statistic((String) null).extendedStatistic("p99")),
        drift("/period", want, alarm -> alarm.period(60)),
        drift("/evaluationPeriods", want, alarm -> alarm.evaluationPeriods(1)),
        drift("/threshold", want, alarm -> alarm.threshold(1.0)),
        drift("/comparison", want, alarm -> alarm.comparisonOperator("LessThanThreshold")),
        drift("/missingData", want, alarm -> alarm.treatMissingData("breaching")),
        drift("/missingData", want, alarm -> alarm.treatMissingData(null)),
        drift("/actionsEnabled", want, alarm -> alarm.actionsEnabled(true)),
        drift("/actions", want, alarm -> alarm.alarmActions(List.of())));
  }

  @Override
  List<Alike> alike(CloudWatchAlarm want) {
    return List.of(
        new Alike(
            "what PutMetricAlarm takes beside",
            drift("", want, alarm -> alarm.datapointsToAlarm(want.evaluationPeriods())).hand()),
        new Alike("a threshold of as much", drift("", want, it -> it.threshold(99.50)).hand()));
  }

  private Drift drift(
      String path, CloudWatchAlarm want, Consumer<PutMetricAlarmRequest.Builder> change) {
    var live =
        PutMetricAlarmRequest.builder()
            .alarmName(want.key().name())
            .alarmDescription(want.description())
            .namespace(want.namespace())
            .metricName(want.metric())
            .dimensions(
                Dimension.builder()
                    .name("QueueName")
                    .value(want.dimensions().get("QueueName"))
                    .build())
            .statistic(want.statistic())
            .period((int) want.period().toSeconds())
            .evaluationPeriods(want.evaluationPeriods())
            .threshold(want.threshold().doubleValue())
            .comparisonOperator(want.comparison())
            .treatMissingData(want.missingData())
            .actionsEnabled(want.actionsEnabled())
            .alarmActions(want.actions());
    change.accept(live);
    return new Drift(path, () -> aws().cloudWatch().putMetricAlarm(live.build()));
  }

  private static Dimension dimension(String name) {
    return Dimension.builder().name(name).value("other").build();
  }

  @Override
  Map<String, String> tags(CloudWatchAlarm have) {
    return aws()
        .cloudWatch()
        .listTagsForResource(request -> request.resourceARN(have.arn()))
        .tags()
        .stream()
        .collect(toMap(Tag::key, Tag::value));
  }

  @Override
  void tag(CloudWatchAlarm have, Map<String, String> tags) {
    aws()
        .cloudWatch()
        .tagResource(
            request ->
                request
                    .resourceARN(have.arn())
                    .tags(sdk(tags, (key, value) -> Tag.builder().key(key).value(value).build())));
  }

  @Test
  void readsNoTagsThatTheIndexShows() {
    assertThat(callsOfASweep()).containsExactly("DescribeAlarms");
  }

  @Test
  void makesAnAlarmInOneCall() {
    assertThat(calls().of(() -> provider().create(want()))).containsExactly("PutMetricAlarm");
  }

  @Test
  void readsAHundredAlarmsInOneCall() {
    var wants = new ArrayList<CloudWatchAlarm>();
    for (int i = 0; i < 101; i++) {
      wants.add(alarm(emulator().names(), "Alarm" + i, want().tags()));
    }
    provider().create(wants.getFirst());
    provider().create(wants.getLast());
    TagReader hint = (want, arn, service) -> want.tags();

    var calls = calls().of(() -> assertThat(provider(hint).observe(wants)).hasSize(101));

    assertThat(calls).containsExactly("DescribeAlarms", "DescribeAlarms");
    var seen = provider(hint).observe(wants);
    assertThat(seen.values()).filteredOn(Observation.Present.class::isInstance).hasSize(2);
  }
}
