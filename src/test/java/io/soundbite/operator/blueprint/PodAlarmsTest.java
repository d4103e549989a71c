package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Alarms and widgets on metrics of pods are where these metrics exist. */
class PodAlarmsTest {
  private static final String PODS = "ContainerInsights";
  private static final Set<String> OF_PODS =
      Set.of("CpuUtilization", "MemoryUtilization", "NetworkIn", "ProcessorRestarts");

  private static Environment on(ContainerInsights metrics) {
    var example = Example.STAGING.environment();
    var facts = example.facts();
    return new Environment(
        example.owner(),
        example.uid(),
        example.spec(),
        facts.with(facts.installation().with(metrics)),
        example.names());
  }

  private static List<CloudWatchAlarm> alarms(List<? extends Desired> resources) {
    return resources.stream()
        .filter(CloudWatchAlarm.class::isInstance)
        .map(CloudWatchAlarm.class::cast)
        .toList();
  }

  private static List<CloudWatchAlarm> made(Environment environment) {
    return alarms(Blueprint.of(environment, SlotTarget.none()));
  }

  private static String dashboard(Environment environment) {
    return new DashboardBody(environment).dashboard().body().toString();
  }

  @Test
  void areMadeForClassicContainerInsights() {
    var environment = on(ContainerInsights.CLASSIC);

    assertThat(made(environment)).hasSize(17);
    assertThat(Blueprint.retired(environment)).isEmpty();
    assertThat(dashboard(environment)).contains(PODS);
  }

  @ParameterizedTest
  @EnumSource(
      value = ContainerInsights.class,
      names = {"NONE", "OTEL"})
  void areRetiredElsewhere(ContainerInsights metrics) {
    var environment = on(metrics);

    assertThat(made(environment)).hasSize(13).noneMatch(it -> it.namespace().equals(PODS));
    assertThat(dashboard(environment)).doesNotContain(PODS);
    assertThat(alarms(Blueprint.retired(environment)))
        .extracting(it -> it.key().name())
        .containsExactlyInAnyOrderElementsOf(
            OF_PODS.stream().map(environment.names()::aws).toList());
  }

  /** What is retired is what was made under the other setting, to the last field. */
  @Test
  void areTheSameMadeOrRetired() {
    var made =
        made(on(ContainerInsights.CLASSIC)).stream()
            .filter(it -> it.namespace().equals(PODS))
            .toList();

    assertThat(alarms(Blueprint.retired(on(ContainerInsights.NONE))))
        .containsExactlyInAnyOrderElementsOf(made);
  }

  /** Container Insights publishes all the time; the other services while something happens. */
  @Test
  void haveInsufficientDataWithoutMetrics() {
    assertThat(made(on(ContainerInsights.CLASSIC)))
        .allMatch(
            it ->
                it.missingData().equals(it.namespace().equals(PODS) ? "missing" : "notBreaching"));
  }
}
