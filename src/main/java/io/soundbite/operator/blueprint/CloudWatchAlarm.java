package io.soundbite.operator.blueprint;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * A CloudWatch metric alarm.
 *
 * @param comparison as {@code GreaterThanThreshold}
 * @param missingData as {@code notBreaching}
 * @param actions ARNs told on ALARM; actionsEnabled says whether they are
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html">PutMetricAlarm</a>
 */
public record CloudWatchAlarm(
    Key key,
    String arn,
    String description,
    String namespace,
    String metric,
    Map<String, String> dimensions,
    String statistic,
    Duration period,
    Integer evaluationPeriods,
    BigDecimal threshold,
    String comparison,
    String missingData,
    Boolean actionsEnabled,
    Set<String> actions,
    Map<String, String> tags,
    Map<String, String> additional)
    implements Desired, Tagged {
  /** The {@code missingData} with which an alarm without values has INSUFFICIENT_DATA. */
  public static final String MISSING = "missing";

  public CloudWatchAlarm {
    dimensions = Map.copyOf(dimensions);
    threshold = new Tree.Num(threshold).value();
    actions = Set.copyOf(actions);
    tags = Map.copyOf(tags);
    additional = Map.copyOf(additional);
  }

  /** With nothing beside it, as all are wanted. */
  public CloudWatchAlarm(
      Key key,
      String arn,
      String description,
      String namespace,
      String metric,
      Map<String, String> dimensions,
      String statistic,
      Duration period,
      Integer evaluationPeriods,
      BigDecimal threshold,
      String comparison,
      String missingData,
      Boolean actionsEnabled,
      Set<String> actions,
      Map<String, String> tags) {
    this(
        key,
        arn,
        description,
        namespace,
        metric,
        dimensions,
        statistic,
        period,
        evaluationPeriods,
        threshold,
        comparison,
        missingData,
        actionsEnabled,
        actions,
        tags,
        Map.of());
  }
}
