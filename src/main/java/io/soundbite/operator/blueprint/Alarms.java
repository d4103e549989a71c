package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Feature;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;

/**
 * The alarms of one stack. All tell the environment's topic, and act only with the feature {@code
 * monitoring}. Silence is no alarm.
 *
 * @param component the tag of the alarms
 */
record Alarms(Environment environment, Stack stack, String component) {

  /**
   * An alarm.
   *
   * @param name {@code QueueDepth}: the key of {@code spec.alarms.thresholds}
   */
  CloudWatchAlarm alarm(
      String name, String description, Metric metric, Window window, Limit limit) {
    var names = environment.names();
    var full = names.aws(name);
    return new CloudWatchAlarm(
        new Key(stack, Ids.alarm(name), full),
        names.alarmArn(full),
        description,
        metric.namespace(),
        metric.name(),
        metric.dimensions(),
        window.statistic(),
        window.period(),
        window.periods(),
        BigDecimal.valueOf(
            environment.spec().alarms().thresholds().getOrDefault(name, limit.threshold())),
        limit.comparison(),
        window.missing(),
        environment.spec().has(Feature.MONITORING),
        Set.of(names.topicArn()),
        environment.tags().of(stack, component));
  }

  /**
   * Which values are looked at: one statistic per period, this many periods in a row.
   *
   * @param missing what it means that there are none: most services publish a metric only while
   *     something happens, and then it is {@code notBreaching}
   */
  record Window(String statistic, Duration period, int periods, String missing) {
    private static final String NOTHING_HAPPENS = "notBreaching";
    private static final Duration SHORT = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofDays(1);

    static Window sum() {
      return new Window("Sum", SHORT, 1, NOTHING_HAPPENS);
    }

    static Window maximum() {
      return new Window("Maximum", SHORT, 1, NOTHING_HAPPENS);
    }

    static Window average() {
      return new Window("Average", SHORT, 1, NOTHING_HAPPENS);
    }

    /** For S3's storage metrics, of which there is one value a day. */
    static Window daily() {
      return new Window("Average", DAY, 1, NOTHING_HAPPENS);
    }

    Window twice() {
      return new Window(statistic, period, 2, missing);
    }

    /** There are values all the time: without them the alarm has INSUFFICIENT_DATA. */
    Window expected() {
      return new Window(statistic, period, periods, CloudWatchAlarm.MISSING);
    }
  }

  /** When a value is an alarm, unless the spec sets another threshold. */
  record Limit(String comparison, double threshold) {
    static Limit atLeast(double threshold) {
      return new Limit("GreaterThanOrEqualToThreshold", threshold);
    }

    static Limit above(double threshold) {
      return new Limit("GreaterThanThreshold", threshold);
    }
  }
}
