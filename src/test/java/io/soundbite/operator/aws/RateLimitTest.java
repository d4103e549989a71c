package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.soundbite.operator.engine.Failure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.AbortedException;

class RateLimitTest {
  private static final String PUT_ALARM = "cloudwatch:PutMetricAlarm";
  private static final String DESCRIBE_ALARMS = "cloudwatch:DescribeAlarms";

  /** Of which AWS takes three a second. */
  private static final int ALARMS_AT_ONCE = 3;

  /** Of which AWS takes nine a second. */
  private static final int READS_AT_ONCE = 9;

  /** A clock that only sleeping moves. */
  private long now = -5;

  private final List<Duration> slept = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CallMeter meter = new CallMeter(meters);
  private final RateLimit limit = new RateLimit(1, () -> now, this::sleep, meter::heldBack);

  private void sleep(Duration time) {
    slept.add(time);
    now += time.toNanos();
  }

  @Test
  void letsWhatAwsTakesInASecondPassAtOnce() {
    call(PUT_ALARM, ALARMS_AT_ONCE);
    assertThat(slept).isEmpty();

    call(PUT_ALARM, 1);
    assertThat(slept).hasSize(1);
  }

  @Test
  void letsNoMoreThanABurstPassAtOnceWhereAwsTakesMore() {
    call("s3:GetBucketPolicy", RateLimit.BURST);
    assertThat(slept).isEmpty();

    call("s3:GetBucketPolicy", 1);
    assertThat(slept).hasSize(1);
  }

  @Test
  void putsTheAlarmsOfAnEnvironmentInHalfOfThePublishedRate() {
    var start = now;

    call(PUT_ALARM, 17);

    assertThat(Duration.ofNanos(now - start).toMillis()).isCloseTo(14 * 667, within(10L));
    assertThat(Duration.ofNanos(now - start)).isLessThan(RateLimit.WRITE_PATIENCE);
  }

  @Test
  void limitsAnEndpointByItsOwnRates() {
    var twice = new RateLimit(2, () -> now, this::sleep, meter::heldBack);
    for (var i = 0; i < 2 * ALARMS_AT_ONCE; i++) {
      twice.waitFor(PUT_ALARM);
    }

    assertThat(slept).isEmpty();
  }

  @Test
  void keepsReadsToAQuarterOfThePublishedRate() {
    call(DESCRIBE_ALARMS, RateLimit.BURST);
    var start = now;

    call(DESCRIBE_ALARMS, 90);

    var perSecond = 90 / (Duration.ofNanos(now - start).toMillis() / 1000.0);
    assertThat(perSecond).isCloseTo(9 / 4.0, within(0.01));
  }

  @Test
  void neverTakesMoreInAnySecondThanTheBurstAndAQuarter() {
    var times = new ArrayList<Long>();
    for (int i = 0; i < 200; i++) {
      call(DESCRIBE_ALARMS, 1);
      times.add(now);
      now += i % 7 == 0 ? Duration.ofSeconds(3).toNanos() : 0;
    }

    for (int i = 0; i < times.size(); i++) {
      var from = times.get(i);
      var inWindow =
          times.stream()
              .filter(it -> it >= from && it < from + Duration.ofSeconds(10).toNanos())
              .count();
      assertThat(inWindow).isLessThanOrEqualTo(READS_AT_ONCE + 23);
    }
  }

  @Test
  void failsAWriteThatWouldWaitLong() {
    var start = now;
    call(PUT_ALARM, ALARMS_AT_ONCE + 15);
    assertThat(slept).hasSize(15);
    now = start; // others, at the same time

    assertThatThrownBy(() -> limit.waitFor(PUT_ALARM))
        .isInstanceOfSatisfying(
            RateLimited.class,
            limited ->
                assertThat(AwsErrors.failure(limited, "an alarm"))
                    .returns(Failure.Kind.THROTTLED, Failure::kind)
                    .returns(PUT_ALARM, Failure::action));
    assertThat(slept).hasSize(15);
  }

  @Test
  void givesTheTurnOfAFailedWriteToTheNext() {
    var start = now;
    call(PUT_ALARM, ALARMS_AT_ONCE + 15);
    now = start;
    assertThatThrownBy(() -> limit.waitFor(PUT_ALARM)).isInstanceOf(RateLimited.class);

    now += Duration.ofSeconds(1).toNanos();
    call(PUT_ALARM, 1);

    assertThat(slept.getLast()).isLessThan(RateLimit.WRITE_PATIENCE);
  }

  @Test
  void limitsEachActionByItself() {
    call(PUT_ALARM, ALARMS_AT_ONCE);
    call(DESCRIBE_ALARMS, READS_AT_ONCE);
    call("iam:GetRole", RateLimit.BURST);

    assertThat(slept).isEmpty();
  }

  @Test
  void limitsWhatHasNoRateOfItsOwnWithItsService() {
    call("iam:GetRole", RateLimit.BURST);

    call("iam:ListRolePolicies", 1);

    assertThat(slept).hasSize(1);
  }

  @Test
  void gathersNoMoreThanABurst() {
    call(DESCRIBE_ALARMS, 1);
    now += Duration.ofDays(1).toNanos();

    call(DESCRIBE_ALARMS, READS_AT_ONCE + 1);

    assertThat(slept).hasSize(1);
  }

  @Test
  void endsWhenInterrupted() {
    var interrupted =
        new RateLimit(
            1,
            () -> 0,
            time -> {
              throw new InterruptedException();
            },
            meter::heldBack);
    for (int i = 0; i < READS_AT_ONCE; i++) {
      interrupted.waitFor(DESCRIBE_ALARMS);
    }

    assertThatThrownBy(() -> interrupted.waitFor(DESCRIBE_ALARMS))
        .isInstanceOf(AbortedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** The SDK's call is not made, and says which it was. */
  @Test
  void holdsCallsOfTheClientsBack() {
    call(PUT_ALARM, ALARMS_AT_ONCE + 16);
    now = 0;
    var scope =
        new Scope("us-east-1", URI.create("http://localhost:1"), new Scope.Credentials.Dummy(true));

    try (var clients = new AwsClients(scope, List.of(limit, meter))) {
      assertThatThrownBy(() -> clients.cloudWatch().putMetricAlarm(alarm -> alarm.alarmName("any")))
          .isInstanceOf(RateLimited.class)
          .satisfies(held -> assertThat(CallName.of(held)).isEqualTo(PUT_ALARM));
    }
    assertThat(meters.get("soundbite.aws.calls").counters())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getId().getTag("outcome")).isEqualTo("held_back");
              assertThat(it.getId().getTag("operation")).isEqualTo("PutMetricAlarm");
              assertThat(it.count()).isEqualTo(1);
            });
  }

  private void call(String action, int times) {
    for (int i = 0; i < times; i++) {
      limit.waitFor(action);
    }
  }
}
