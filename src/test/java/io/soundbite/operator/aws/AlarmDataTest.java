package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Notice;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** Which alarms have no data though there should be. */
class AlarmDataTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:07Z");

  private final AlarmData data = new AlarmData(InstantSource.fixed(NOW));

  private static CloudWatchAlarm want(String missing) {
    return new CloudWatchAlarm(
        new Key(Stack.API, Ids.alarm("CpuUtilization"), "SoundBite-staging-CpuUtilization"),
        "arn",
        "",
        "ContainerInsights",
        "pod_cpu_utilization_over_pod_limit",
        Map.of(),
        "Average",
        Duration.ofMinutes(5),
        2,
        BigDecimal.TEN,
        "GreaterThanThreshold",
        missing,
        true,
        Set.of(),
        Map.of());
  }

  private static MetricAlarm live(String state, Duration ago) {
    return MetricAlarm.builder().stateValue(state).stateUpdatedTimestamp(NOW.minus(ago)).build();
  }

  @Test
  void isNoticedAfterHalfAnHour() {
    assertThat(data.notices(want("missing"), live("INSUFFICIENT_DATA", Duration.ofMinutes(30))))
        .containsExactly(
            new Notice(
                "NoData",
                "SoundBite-staging-CpuUtilization has had no data since 2026-11-30T11:30:00Z:"
                    + " nothing publishes ContainerInsights pod_cpu_utilization_over_pod_limit."));
  }

  @ParameterizedTest
  @CsvSource({
    "missing, INSUFFICIENT_DATA, PT29M59S",
    "missing, OK, PT1H",
    "missing, ALARM, PT1H",
    "missing, something new, PT1H",
    "notBreaching, INSUFFICIENT_DATA, PT1H"
  })
  void isNoNews(String missing, String state, Duration ago) {
    assertThat(data.notices(want(missing), live(state, ago))).isEmpty();
  }

  @Test
  void isNotKnownWhereTheEndpointDoesNotSayIt() {
    assertThat(data.notices(want("missing"), MetricAlarm.builder().build())).isEmpty();
    assertThat(
            data.notices(
                want("missing"), MetricAlarm.builder().stateValue("INSUFFICIENT_DATA").build()))
        .isEqualTo(List.of());
  }
}
