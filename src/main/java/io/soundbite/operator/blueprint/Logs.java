package io.soundbite.operator.blueprint;

import java.util.Optional;
import java.util.Set;

/**
 * A component's log group and the filters that turn its lines, one JSON object each, into metrics.
 *
 * @param component {@code api} or {@code processor}
 */
record Logs(Environment environment, Stack stack, String groupId, String component) {

  LogGroup group() {
    var names = environment.names();
    var group =
        new LogGroup(
            new Key(stack, groupId, names.logGroup(component)),
            names.logGroupArn(component),
            Optional.of(environment.spec().retentionDays()),
            environment.tags().of(stack, "Logs"));
    return environment.facts().kmsKeys().current().map(group::encryptedWith).orElse(group);
  }

  /** Counts lines of the level {@code error}. */
  MetricFilter errors(String metric) {
    return filter(metric, "{ $.level = \"error\" }", "1", "Count");
  }

  /** Takes {@code durationMs} from the lines that have one. */
  MetricFilter durations(String metric) {
    return filter(metric, "{ $.durationMs >= 0 }", "$.durationMs", "Milliseconds");
  }

  private MetricFilter filter(String metric, String pattern, String value, String unit) {
    var names = environment.names();
    return new MetricFilter(
        new Key(stack, Ids.metricFilter(metric), names.aws(metric)),
        groupId,
        names.logGroup(component),
        pattern,
        names.metricNamespace(),
        metric,
        value,
        unit,
        Set.of());
  }
}
