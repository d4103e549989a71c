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
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/**
 * CloudWatch metric alarms.
 *
 * <p>PutMetricAlarm writes the whole alarm: what is additional (OK and insufficient-data actions,
 * unit, datapoints to alarm, percentile handling) goes back to its default with every update. It
 * takes tags only when it creates the alarm.
 */
public final class CloudWatchAlarms implements AwsKind.Listed<CloudWatchAlarm> {
  /** DescribeAlarms takes as many names as a page holds, so asking by name costs what pages do. */
  private static final int NAMES = 100;

  private final CloudWatchClient cloudWatch;
  private final TagReader tags;
  private final AlarmData data;

  public CloudWatchAlarms(CloudWatchClient cloudWatch, TagReader tags, InstantSource clock) {
    this.cloudWatch = cloudWatch;
    this.tags = tags;
    this.data = new AlarmData(clock);
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
    var answer =
        cloudWatch.describeAlarms(
            request ->
                request.alarmNames(names).alarmTypes(AlarmType.METRIC_ALARM).maxRecords(NAMES));
    return Reading.required(
        "DescribeAlarms MetricAlarms", answer.hasMetricAlarms() ? answer.metricAlarms() : null);
  }

  private Found<CloudWatchAlarm> found(CloudWatchAlarm want, MetricAlarm live) {
    var all = tags.read(want, want.arn(), () -> tagsOf(want.arn()));
    var reading = new Reading();
    var have =
        new CloudWatchAlarm(
            want.key(),
            want.arn(),
            reading.shown("description", live.alarmDescription(), want.description()),
            reading.shown("namespace", live.namespace(), want.namespace()),
            reading.shown("metric", live.metricName(), want.metric()),
            reading.shown("dimensions", dimensions(live), want.dimensions()),
            reading.shown("statistic", statistic(live), want.statistic()),
            reading.shown("period", period(live), want.period()),
            reading.shown("evaluationPeriods", live.evaluationPeriods(), want.evaluationPeriods()),
            reading.shown("threshold", threshold(live), want.threshold()),
            reading.shown("comparison", live.comparisonOperatorAsString(), want.comparison()),
            reading.documented(
                DocumentedAbsence.MISSING_DATA,
                live.treatMissingData(),
                CloudWatchAlarm.MISSING,
                want.missingData()),
            reading.shown("actionsEnabled", live.actionsEnabled(), want.actionsEnabled()),
            reading.shown("actions", actions(live), want.actions()),
            Observed.wanted(all, want.tags()),
            additional(live));
    return reading.found(have, Ownership.of(all)).telling(data.notices(want, live));
  }

  /** Null where one of them is shown in part. */
  private static @Nullable Map<String, String> dimensions(MetricAlarm live) {
    var shown =
        live.hasDimensions()
            && live.dimensions().stream().allMatch(it -> it.name() != null && it.value() != null);
    return shown
        ? live.dimensions().stream().collect(toMap(Dimension::name, Dimension::value))
        : null;
  }

  /** As many datapoints as periods are what AWS takes where none are given. */
  private static Map<String, String> additional(MetricAlarm live) {
    var additional = new HashMap<>(AlarmMembers.ALARM.additional(live));
    if (live.datapointsToAlarm() != null
        && live.datapointsToAlarm().equals(live.evaluationPeriods())) {
      additional.remove("DatapointsToAlarm");
    }
    return additional;
  }

  private static @Nullable String statistic(MetricAlarm live) {
    return live.statistic() == null ? live.extendedStatistic() : live.statisticAsString();
  }

  private static @Nullable Duration period(MetricAlarm live) {
    return live.period() == null ? null : Duration.ofSeconds(live.period());
  }

  private static @Nullable BigDecimal threshold(MetricAlarm live) {
    return live.threshold() == null ? null : BigDecimal.valueOf(live.threshold());
  }

  private static @Nullable Set<String> actions(MetricAlarm live) {
    return live.hasAlarmActions() ? Set.copyOf(live.alarmActions()) : null;
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
    cloudWatch.putMetricAlarm(new AlarmRequest(want).put());
    return new Progress.Done();
  }

  private Progress write(String arn, TagWrites writes) {
    writes.by(
        put -> cloudWatch.tagResource(request -> request.resourceARN(arn).tags(tags(put))),
        keys -> cloudWatch.untagResource(request -> request.resourceARN(arn).tagKeys(keys)));
    return new Progress.Done();
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(it -> Tag.builder().key(it.getKey()).value(it.getValue()).build())
        .toList();
  }
}
