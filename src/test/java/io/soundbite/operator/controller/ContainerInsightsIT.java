package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.StackStatus;
import io.soundbite.operator.blueprint.ContainerInsights;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Alarms on metrics of pods, on clusters that publish them and on others. */
class ContainerInsightsIT {
  private static final Map<String, Object> MONITORED =
      Map.of("features", List.of("full", "monitoring"));
  private static final List<String> OF_PODS =
      Stream.of("CpuUtilization", "MemoryUtilization", "NetworkIn", "ProcessorRestarts")
          .map(it -> "SoundBite-pods-" + it)
          .toList();

  @AutoClose private final OperatorUnderTest world = new OperatorUnderTest();

  @Test
  void anInstallationChangesOverAndBack() {
    world.start();
    world.ready("pods", "pods", MONITORED);
    assertThat(alarms()).hasSize(17).containsAll(OF_PODS);
    assertThat(dashboard()).contains("ContainerInsights");
    world.stop();

    world.start(ContainerInsights.NONE);
    awaitAlarms(13);
    assertThat(alarms()).doesNotContainAnyElementsOf(OF_PODS);
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> !dashboard().contains("ContainerInsights"));
    world.await("pods", it -> OperatorUnderTest.isReady(it) && counts(it, 11, 16));
    world.stop();

    world.start(ContainerInsights.CLASSIC);
    awaitAlarms(17);
    world.await("pods", it -> OperatorUnderTest.isReady(it) && counts(it, 12, 19));
  }

  /** What has the name of an alarm that is not made here is a stranger's. */
  @Test
  void deletesNoStrangersAlarms() {
    var theirs = OF_PODS.getFirst();
    world.aws().cloudWatch().putMetricAlarm(stranger(theirs));
    world.start(ContainerInsights.OTEL);
    world.ready("pods", "pods", MONITORED);

    assertThat(alarms()).hasSize(14).contains(theirs);
    world.kubectl().delete("pods");
    world.kubectl().awaitGone("pods");
    assertThat(alarms()).contains(theirs);
  }

  /** Deleted with the environment, also where its end comes before theirs. */
  @Test
  void goWithTheirEnvironmentWhateverTheSettingIsThen() {
    world.start();
    world.ready("pods", "pods", Map.of("aws", Map.of("deletionPolicy", "Delete")));
    world.stop();
    world.kubectl().delete("pods");

    world.start(ContainerInsights.NONE);
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> alarms().stream().noneMatch(OF_PODS::contains));
  }

  @Test
  void tellsOfAlarmsWithoutData() {
    world.start();
    world.ready("pods", "pods", MONITORED);
    world.await("pods", it -> OperatorUnderTest.is(it, "Monitored", "True"));
    world.stop();
    OF_PODS.forEach(
        name ->
            world
                .aws()
                .cloudWatch()
                .setAlarmState(
                    it ->
                        it.alarmName(name)
                            .stateValue(StateValue.INSUFFICIENT_DATA)
                            .stateReason("no data")));

    world.start(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(31)));
    var told = world.await("pods", it -> OperatorUnderTest.is(it, "Monitored", "False"));
    assertThat(OperatorUnderTest.condition(told, "Monitored"))
        .hasValueSatisfying(
            it -> {
              assertThat(it.getReason()).isEqualTo("NoData");
              assertThat(it.getMessage()).contains(OF_PODS).contains("containerInsights");
            });
    assertThat(OperatorUnderTest.isReady(told)).isTrue();
  }

  private static PutMetricAlarmRequest stranger(String name) {
    return PutMetricAlarmRequest.builder()
        .alarmName(name)
        .namespace("Other")
        .metricName("any")
        .statistic(Statistic.SUM)
        .period(60)
        .evaluationPeriods(1)
        .threshold(1.0)
        .comparisonOperator("GreaterThanThreshold")
        .build();
  }

  private static boolean counts(SoundBiteEnvironment environment, int compute, int api) {
    return environment.getStatus().stacks().stream()
        .map(StackStatus::resources)
        .toList()
        .equals(List.of(5, 3, 8, compute, api));
  }

  private void awaitAlarms(int number) {
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .untilAsserted(() -> assertThat(alarms()).hasSize(number));
  }

  private List<String> alarms() {
    return world.aws().cloudWatch().describeAlarmsPaginator().metricAlarms().stream()
        .map(MetricAlarm::alarmName)
        .toList();
  }

  private String dashboard() {
    return world
        .aws()
        .cloudWatch()
        .getDashboard(it -> it.dashboardName("SoundBite-pods"))
        .dashboardBody();
  }
}
