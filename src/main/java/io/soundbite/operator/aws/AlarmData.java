package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.engine.Notice;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Notices alarms on metrics that should be published all the time, and are not.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html">How
 *     alarms treat missing data</a>
 */
record AlarmData(InstantSource clock) {
  /** A new alarm has no data, and pods may be away for a while. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** What is to be told of {@code live}. */
  List<Notice> notices(CloudWatchAlarm want, MetricAlarm live) {
    return Optional.ofNullable(live.stateUpdatedTimestamp())
        .filter(any -> want.missingData().equals(CloudWatchAlarm.MISSING))
        .filter(any -> live.stateValue() == StateValue.INSUFFICIENT_DATA)
        .filter(since -> !since.plus(PATIENCE).isAfter(clock.instant()))
        .map(
            since ->
                new Notice(
                    Notice.NO_DATA,
                    "%s has had no data since %s: nothing publishes %s."
                        .formatted(
                            want.key().name(),
                            since.truncatedTo(ChronoUnit.MINUTES),
                            want.namespace() + " " + want.metric())))
        .stream()
        .toList();
  }
}
