package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toSet;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.MetricFilter;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;
import software.amazon.awssdk.services.cloudwatchlogs.model.StandardUnit;

/**
 * Metric filters. They are listed for the whole region, 50 to a page. Where the region has more
 * pages than is asked for log groups, they are asked for by log group: each environment with a role
 * of its own would list those of all others, at a rate that they share.
 */
public final class MetricFilters implements AwsKind.Listed<MetricFilter> {
  private static final int PAGE = 50;

  private final CloudWatchLogsClient logs;

  /** How many the region had when it was last listed. */
  private volatile int pages = 1;

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
    var groups = wants.stream().map(MetricFilter::logGroup).collect(toSet());
    var listed = groups.size() < pages ? groups.stream().flatMap(this::of).toList() : all(groups);
    var writers = MetricWriters.of(listed);
    return Listing.join(
        wants,
        want -> new Place(want.logGroup(), want.key().name()),
        listed,
        MetricFilters::place,
        (want, filter) -> found(want, filter, writers));
  }

  private List<software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter> all(
      Set<String> groups) {
    var listing = logs.describeMetricFiltersPaginator(request -> request.limit(PAGE));
    var all = listing.stream().map(MetricFilters::filters).toList();
    pages = all.size();
    return all.stream()
        .flatMap(List::stream)
        .filter(it -> it.logGroupName() == null || groups.contains(it.logGroupName()))
        .toList();
  }

  /** None where there is no such log group. */
  private Stream<software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter> of(
      String group) {
    return Observed.unlessMissing(
            () ->
                logs
                    .describeMetricFiltersPaginator(it -> it.logGroupName(group).limit(PAGE))
                    .stream()
                    .flatMap(page -> filters(page).stream())
                    .toList())
        .stream()
        .flatMap(List::stream);
  }

  private static List<software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter> filters(
      DescribeMetricFiltersResponse page) {
    return Reading.required(
        "DescribeMetricFilters metricFilters",
        page.hasMetricFilters() ? page.metricFilters() : null);
  }

  private static @Nullable Place place(
      software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter filter) {
    return filter.logGroupName() == null || filter.filterName() == null
        ? null
        : new Place(filter.logGroupName(), filter.filterName());
  }

  private static Found<MetricFilter> found(
      MetricFilter want,
      software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter live,
      MetricWriters writers) {
    var metric =
        live.metricTransformations().stream()
            .findFirst()
            .orElseGet(() -> MetricTransformation.builder().build());
    var reading = new Reading();
    var have =
        new MetricFilter(
            want.key(),
            want.logGroupId(),
            want.logGroup(),
            reading.shown("pattern", live.filterPattern(), want.pattern()),
            reading.shown("metricNamespace", metric.metricNamespace(), want.metricNamespace()),
            reading.shown("metricName", metric.metricName(), want.metricName()),
            reading.shown("value", metric.metricValue(), want.value()),
            reading.documented(
                DocumentedAbsence.METRIC_UNIT,
                metric.unitAsString(),
                StandardUnit.NONE.toString(),
                want.unit()),
            writers.beside(want),
            LogMembers.METRIC_FILTER.additional(live));
    return reading.found(have, new Ownership.SameAs(want.logGroupId()));
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
    change.have().duplicates().stream()
        .filter(name -> !change.want().duplicates().contains(name))
        .forEach(name -> delete(change.have().logGroup(), name));
    return change.diffs().stream().allMatch(diff -> diff.path().equals("/duplicates"))
        ? new Progress.Done()
        : put(change.want());
  }

  @Override
  public Progress delete(MetricFilter have, boolean withData) {
    delete(have.logGroup(), have.key().name());
    return new Progress.Done();
  }

  private void delete(String logGroup, String name) {
    Observed.unlessMissing(
        () -> logs.deleteMetricFilter(request -> request.logGroupName(logGroup).filterName(name)));
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
