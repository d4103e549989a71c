package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the emulator does not show of alarms. */
class CloudWatchAlarmsTest {
  private final FakeCloudWatch cloudWatch = new FakeCloudWatch();
  private final AwsProvider<CloudWatchAlarm> alarms =
      new AwsProvider<>(
          new CloudWatchAlarms(cloudWatch, TagReader.service(), InstantSource.system()),
          Clock.systemUTC());

  /** PutMetricAlarm ignores the tags of an alarm that is there. */
  @Test
  void putsTagsRightByTaggingTheAlarm() {
    alarms.create(alarm("QueueDepth", 1, Map.of("Project", "Other")));
    var want = alarm("QueueDepth", 2, Map.of("Project", "SoundBite", Tags.OWNER, "a/b/c"));

    var have = present(want);
    assertThat(alarms.update(new Change<>(want, have, Difference.between(want, have))))
        .isEqualTo(new Progress.Done());

    assertThat(present(want)).isEqualTo(want);
  }

  @Test
  void isThrottledAsAValueAndGoesOnLater() {
    cloudWatch.puts = 1;
    var first = alarm("first", 1, Map.of());
    var second = alarm("second", 1, Map.of());

    assertThat(alarms.create(first)).isEqualTo(new Progress.Done());
    assertThat(alarms.create(second))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.THROTTLED));

    cloudWatch.puts = 1;
    assertThat(alarms.create(second)).isEqualTo(new Progress.Done());
    assertThat(present(second)).isEqualTo(second);
  }

  @Test
  void asksForNoMoreNamesThanACallTakes() {
    var wants = IntStream.range(0, 250).mapToObj(it -> alarm("alarm" + it, 1, Map.of())).toList();
    wants.forEach(alarms::create);

    assertThat(alarms.observe(wants).values())
        .hasSize(250)
        .allMatch(Observation.Present.class::isInstance);
  }

  private CloudWatchAlarm present(CloudWatchAlarm want) {
    return ((Observation.Present<CloudWatchAlarm>) alarms.observe(List.of(want)).get(want.key()))
        .have();
  }

  private static CloudWatchAlarm alarm(String name, int threshold, Map<String, String> tags) {
    return new CloudWatchAlarm(
        new Key(Stack.QUEUE, Ids.alarm(name), name),
        FakeCloudWatch.arn(name),
        "",
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        Map.of(),
        "Maximum",
        Duration.ofMinutes(5),
        1,
        BigDecimal.valueOf(threshold),
        "GreaterThanOrEqualToThreshold",
        "notBreaching",
        true,
        Set.of(),
        tags);
  }
}
