package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/**
 * CloudWatch metric alarms.
 *
 * <p>PutMetricAlarm writes the whole alarm: what this record does not have (OK and
 * insufficient-data actions, unit, datapoints to alarm, percentile handling) goes back to its
 * default with every update. It takes tags only when it creates the alarm.
 */
public final class CloudWatchAlarms implements AwsKind.Listed<CloudWatchAlarm> {
  /** DescribeAlarms takes as many names as a page holds, so asking by name costs what pages do. */
  private static final int NAMES = 100;

  private final CloudWatchClient cloudWatch;
  private final TagReader tags;

  public CloudWatchAlarms(CloudWatchClient cloudWatch, TagReader tags) {
    this.cloudWatch = cloudWatch;
    this.tags = tags;
  }

  @Override
  public Class<CloudWatchAlarm> type() {
    return CloudWatchAlarm.class;
  }

  @Override
  public Map<Key, Supplier<Found<CloudWatchAlarm>>> read(List<CloudWatchAlarm> wants) {
    var seen = new HashMap<Key, Supplier<Found<CloudWatchAlarm>>>();
    wants.stream()
        .gather(Gatherers.windowFixed(NAMES))
        .forEach(
            some ->
                seen.putAll(
                    Listing.join(
                        some,
                        want -> want.key().name(),
                        named(some.stream().map(want -> want.key().name()).toList()),
                        MetricAlarm::alarmName,
                        this::found)));
    return seen;
  }

  private List<MetricAlarm> named(Collection<String> names) {
    return cloudWatch
        .describeAlarms(
            request ->
                request.alarmNames(names).alarmTypes(AlarmType.METRIC_ALARM).maxRecords(NAMES))
        .metricAlarms();
  }

  private Found<CloudWatchAlarm> found(CloudWatchAlarm want, MetricAlarm live) {
    var all = tags.read(want, want.arn(), () -> tagsOf(want.arn()));
    return new Found<>(
        new CloudWatchAlarm(
            want.key(),
            want.arn(),
            Text.of(live.alarmDescription()),
            Text.of(live.namespace()),
            Text.of(live.metricName()),
            live.dimensions().stream().collect(toMap(Dimension::name, Dimension::value)),
            live.statistic() == null ? Text.of(live.extendedStatistic()) : live.statisticAsString(),
            live.period() == null ? Duration.ZERO : Duration.ofSeconds(live.period()),
            live.evaluationPeriods(),
            live.threshold() == null ? BigDecimal.ZERO : BigDecimal.valueOf(live.threshold()),
            Text.of(live.comparisonOperatorAsString()),
            live.treatMissingData() == null ? "missing" : live.treatMissingData(),
            live.actionsEnabled(),
            Set.copyOf(live.alarmActions()),
            Observed.wanted(all, want.tags())),
        Ownership.of(all));
  }

  private Map<String, String> tagsOf(String arn) {
    return cloudWatch.listTagsForResource(request -> request.resourceARN(arn)).tags().stream()
        .collect(toMap(Tag::key, Tag::value));
  }

  /** One call. It would overwrite an alarm of that name: the caller has just seen none. */
  @Override
  public Progress create(CloudWatchAlarm want) {
    return put(want);
  }

  @Override
  public Progress update(Change<CloudWatchAlarm> change) {
    var want = change.want();
    if (change.touches("/tags")) {
      write(want.arn(), TagWrites.between(want.tags(), change.have().tags()));
    }
    var onlyTags = change.diffs().stream().allMatch(diff -> diff.path().startsWith("/tags"));
    return onlyTags ? new Progress.Done() : put(want);
  }

  @Override
  public Progress delete(CloudWatchAlarm have, boolean withData) {
    Observed.unlessMissing(
        () -> cloudWatch.deleteAlarms(request -> request.alarmNames(have.key().name())));
    return new Progress.Done();
  }

  @Override
  public Progress release(CloudWatchAlarm have, Owner owner) {
    return Observed.doneIfMissing(() -> write(have.arn(), TagWrites.release(owner)));
  }

  private Progress put(CloudWatchAlarm want) {
    cloudWatch.putMetricAlarm(
        request ->
            request
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
                .tags(tags(want.tags())));
    return new Progress.Done();
  }

  private Progress write(String arn, TagWrites writes) {
    writes.by(
        put -> cloudWatch.tagResource(request -> request.resourceARN(arn).tags(tags(put))),
        keys -> cloudWatch.untagResource(request -> request.resourceARN(arn).tagKeys(keys)));
    return new Progress.Done();
  }

  private static List<Dimension> dimensions(Map<String, String> dimensions) {
    return dimensions.entrySet().stream()
        .map(it -> Dimension.builder().name(it.getKey()).value(it.getValue()).build())
        .toList();
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(it -> Tag.builder().key(it.getKey()).value(it.getValue()).build())
        .toList();
  }
}
