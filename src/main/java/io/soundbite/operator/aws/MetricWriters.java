package io.soundbite.operator.aws;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.soundbite.operator.blueprint.MetricFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which metric filters write a metric: two that do count each line twice.
 *
 * @param names of the filters, by what they write
 */
record MetricWriters(Map<Written, Set<String>> names) {

  /** A metric, and the log group whose lines are counted in it. */
  record Written(String logGroup, String namespace, String metric) {}

  private record Writer(Written written, String name) {}

  /** Those among {@code listed}. */
  static MetricWriters of(
      List<software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter> listed) {
    return new MetricWriters(
        listed.stream()
            .flatMap(
                filter ->
                    filter.metricTransformations().stream()
                        .filter(it -> it.metricNamespace() != null && it.metricName() != null)
                        .map(
                            it ->
                                new Writer(
                                    new Written(
                                        filter.logGroupName(),
                                        it.metricNamespace(),
                                        it.metricName()),
                                    filter.filterName())))
            .collect(groupingBy(Writer::written, mapping(Writer::name, toSet()))));
  }

  /** Those that write the metric of {@code want} beside it, under names of their own. */
  Set<String> beside(MetricFilter want) {
    var all =
        names.getOrDefault(
            new Written(want.logGroup(), want.metricNamespace(), want.metricName()), Set.of());
    return all.stream().filter(it -> !it.equals(want.key().name())).collect(toSet());
  }
}
