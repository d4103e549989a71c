package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Set;

/**
 * Turns log lines into a metric. It can't be tagged: it belongs to its log group's owner.
 *
 * @param logGroupId id of the log group's resource
 * @param value the metric's value, a number or {@code $.field}
 * @param unit CloudWatch unit, as {@code Count} or {@code Milliseconds}
 * @param duplicates names of other filters of the log group that write the same metric, so that
 *     lines are counted twice; none is wanted
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html">PutMetricFilter</a>
 */
public record MetricFilter(
    Key key,
    String logGroupId,
    String logGroup,
    String pattern,
    String metricNamespace,
    String metricName,
    String value,
    String unit,
    Set<String> duplicates,
    Map<String, String> additional)
    implements Desired {
  public MetricFilter {
    duplicates = Set.copyOf(duplicates);
    additional = Map.copyOf(additional);
  }

  /** With nothing beside it, as all are wanted. */
  public MetricFilter(
      Key key,
      String logGroupId,
      String logGroup,
      String pattern,
      String metricNamespace,
      String metricName,
      String value,
      String unit,
      Set<String> duplicates) {
    this(
        key,
        logGroupId,
        logGroup,
        pattern,
        metricNamespace,
        metricName,
        value,
        unit,
        duplicates,
        Map.of());
  }

  @Override
  public Set<String> after() {
    return Set.of(logGroupId);
  }
}
