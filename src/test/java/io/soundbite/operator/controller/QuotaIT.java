package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static io.soundbite.operator.controller.OperatorUnderTest.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.QuotaStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing of an environment is made before the account has room for all of it. */
class QuotaIT {
  private static final Set<String> ASKS =
      Set.of("servicequotas:GetServiceQuota", "iam:GetAccountSummary", "dynamodb:ListTables");
  private static final Duration A_WHILE = Duration.ofMinutes(2);

  private final Leap clock = new Leap();
  private final OperatorUnderTest operator = new OperatorUnderTest();

  @AfterEach
  void stop() {
    operator.journal().endFaults();
    operator.close();
  }

  @Test
  @FollowsAdvice("QuotaExceeded")
  void nothingIsMadeUntilThereIsRoomForAll() {
    operator.journal().quota("monitoring", "L-2FF78D7B", 20);
    strangersAlarms(10);
    var seq = operator.journal().now();
    operator.start(clock);
    operator.kubectl().apply("crowded", "crowded", Map.of());

    var refused = operator.await("crowded", it -> reason(it, "Ready").equals("QuotaExceeded"));

    assertThat(reason(refused, "Synced")).isEqualTo("QuotaExceeded");
    assertThat(is(refused, "Stalled", "True")).isTrue();
    assertThat(condition(refused, "Ready").orElseThrow().getMessage())
        .contains("monitoring alarms: 10 used, 17 needed, the limit is 20")
        .contains(
            "aws service-quotas request-service-quota-increase --service-code monitoring"
                + " --quota-code L-2FF78D7B --desired-value 27 --region us-east-1");
    assertThat(quota(refused, "alarms"))
        .isEqualTo(new QuotaStatus("monitoring", "alarms", "L-2FF78D7B", 10L, 0L, 17L, 20L, true));
    assertThat(quota(refused, "roles").needed()).isEqualTo(2);
    operator.awaitEvent("crowded", "QuotaExceeded", "monitoring alarms");
    clock.by(A_WHILE);
    operator.kubectl().look("crowded");
    await("asked again")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> asked(seq, "iam:GetAccountSummary") == 2);
    assertThat(operator.journal().writesSince(seq)).isEmpty();
    assertThat(operator.events("crowded").filter(it -> it.getReason().equals("QuotaExceeded")))
        .hasSize(1);

    operator.journal().quota("monitoring", "L-2FF78D7B", 27);
    clock.by(A_WHILE);
    operator.kubectl().look("crowded");
    operator.push("crowded", "soundbite-crowded-api", "1.4.1");
    assertThat(operator.awaitReady("crowded").getStatus().quotas()).isEmpty();
  }

  @Test
  void whatStandsIsHealedAndAsksNothing() {
    operator.start(clock);
    operator.ready("settled", "settled", Map.of());
    operator.journal().quota("dynamodb", "L-F98FE922", 1);
    operator.journal().quota("monitoring", "L-2FF78D7B", 17);
    var seq = operator.journal().now();
    operator.aws().cloudWatch().deleteAlarms(it -> it.alarmNames("SoundBite-settled-DLQDepth"));
    clock.by(Duration.ofMinutes(10));
    operator.reread("settled");

    await("healed")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> operator.journal().writesSince(seq).containsKey("cloudwatch:PutMetricAlarm"));
    operator.awaitReady("settled");
    assertThat(operator.journal().since(seq))
        .extracting(Journal.Call::name)
        .doesNotContainAnyElementsOf(ASKS);
  }

  /** Room for the roles of one of two; whoever comes first has it, and the other nothing at all. */
  @Test
  void whoIsLetInFirstHasTheRoom() {
    operator.journal().quota("iam", "L-FE177D64", 3);
    operator.start(clock);
    operator.kubectl().apply("one", "one", Map.of());
    operator.kubectl().apply("two", "two", Map.of());

    var outcomes =
        List.of(
            operator.await("one", QuotaIT::isDecided), operator.await("two", QuotaIT::isDecided));

    assertThat(outcomes).filteredOn(it -> is(it, "Synced", "True")).hasSize(1);
    var refused =
        outcomes.stream().filter(it -> is(it, "Synced", "False")).findFirst().orElseThrow();
    assertThat(reason(refused, "Ready")).isEqualTo("QuotaExceeded");
    var name = refused.getMetadata().getName();
    assertThat(operator.journal().since(0))
        .filteredOn(Journal.Call::write)
        .noneMatch(it -> String.valueOf(it.resource()).contains("-" + name + "-"));
  }

  /** Who may not ask is not stopped: AWS refuses what is too much. */
  @Test
  void unknownQuotasStopNothingAndAwsHasTheLastWord() {
    operator.journal().fault(Map.of("service", "servicequotas", "code", "AccessDenied"));
    operator
        .journal()
        .fault(Map.of("service", "iam", "operation", "GetAccountSummary", "code", "AccessDenied"));
    operator
        .journal()
        .fault(Map.of("service", "s3", "operation", "CreateBucket", "code", "TooManyBuckets"));
    operator.start(clock);
    operator.kubectl().apply("blind", "blind", Map.of());

    var refused = operator.await("blind", it -> reason(it, "Ready").equals("QuotaExceeded"));
    assertThat(condition(refused, "Ready").orElseThrow().getMessage())
        .contains("s3:CreateBucket", "--service-code s3 --quota-code L-DC2B2D3D");
    operator.await("blind", it -> it.getStatus().stacks().getFirst().ready() > 0);

    operator.journal().endFaults();
    operator.kubectl().requestReconcile("blind");
    operator.push("blind", "soundbite-blind-api", "1.4.1");
    operator.awaitReady("blind");
  }

  private void strangersAlarms(int count) {
    IntStream.range(0, count)
        .forEach(
            number ->
                operator
                    .aws()
                    .cloudWatch()
                    .putMetricAlarm(
                        it ->
                            it.alarmName("stranger-" + number)
                                .namespace("Strange")
                                .metricName("things")
                                .statistic("Sum")
                                .period(60)
                                .evaluationPeriods(1)
                                .threshold(1.0)
                                .comparisonOperator("GreaterThanThreshold")));
  }

  private long asked(long seq, String call) {
    return operator.journal().since(seq).stream().filter(it -> it.name().equals(call)).count();
  }

  private static QuotaStatus quota(SoundBiteEnvironment environment, String resource) {
    return environment.getStatus().quotas().stream()
        .filter(it -> it.resource().equals(resource))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isDecided(SoundBiteEnvironment environment) {
    return is(environment, "Synced", "True")
        || reason(environment, "Synced").equals("QuotaExceeded");
  }

  private static String reason(SoundBiteEnvironment environment, String type) {
    return condition(environment, type).map(it -> it.getReason()).orElse("");
  }
}
