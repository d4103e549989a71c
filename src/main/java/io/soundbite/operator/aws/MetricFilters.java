package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.MetricFilter;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;
import software.amazon.awssdk.services.cloudwatchlogs.model.StandardUnit;

/**
 * Metric filters. They are listed for the whole region, 50 to a page: asking log group by log group
 * would be two calls for each environment, and an error where the group is not there yet.
 */
public final class MetricFilters implements AwsKind.Listed<MetricFilter> {
  private static final int PAGE = 50;

  private final CloudWatchLogsClient logs;

  public MetricFilters(CloudWatchLogsClient logs) {
    this.logs = logs;
  }

  /** A filter's whole name: only within a log group is the short one unique. */
  private record Place(String logGroup, String name) {}

  @Override
  public Class<MetricFilter> type() {
    return MetricFilter.class;
  }

  @Override
  public Map<Key, Supplier<Found<MetricFilter>>> read(List<MetricFilter> wants) {
    return Listing.join(
        wants,
        want -> new Place(want.logGroup(), want.key().name()),
        logs.describeMetricFiltersPaginator(request -> request.limit(PAGE)).metricFilters(),
        filter -> new Place(filter.logGroupName(), filter.filterName()),
        MetricFilters::found);
  }

  private static Found<MetricFilter> found(
      MetricFilter want, software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter live) {
    var metric =
        live.metricTransformations().stream()
            .findFirst()
            .orElseGet(() -> MetricTransformation.builder().build());
    var have =
        new MetricFilter(
            want.key(),
            want.logGroupId(),
            want.logGroup(),
            Text.of(live.filterPattern()),
            Text.of(metric.metricNamespace()),
            Text.of(metric.metricName()),
            Text.of(metric.metricValue()),
            metric.unit() == null ? StandardUnit.NONE.toString() : metric.unitAsString());
    return new Found<>(have, new Ownership.SameAs(want.logGroupId()));
  }

  @Override
  public Key owned(MetricFilter filter) {
    return new Key(filter.key().stack(), filter.logGroupId(), filter.logGroup());
  }

  @Override
  public Progress create(MetricFilter want) {
    return put(want);
  }

  @Override
  public Progress update(Change<MetricFilter> change) {
    return put(change.want());
  }

  @Override
  public Progress delete(MetricFilter have, boolean withData) {
    Observed.unlessMissing(
        () ->
            logs.deleteMetricFilter(
                request -> request.logGroupName(have.logGroup()).filterName(have.key().name())));
    return new Progress.Done();
  }

  /** Nothing to do: its log group's owner is its own. */
  @Override
  public Progress release(MetricFilter have, Owner owner) {
    return new Progress.Done();
  }

  /** Writes the whole filter; a default value or dimensions that somebody added go with that. */
  private Progress put(MetricFilter want) {
    logs.putMetricFilter(
        request ->
            request
                .logGroupName(want.logGroup())
                .filterName(want.key().name())
                .filterPattern(want.pattern())
                .metricTransformations(
                    MetricTransformation.builder()
                        .metricNamespace(want.metricNamespace())
                        .metricName(want.metricName())
                        .metricValue(want.value())
                        .unit(want.unit())
                        .build()));
    return new Progress.Done();
  }
}
