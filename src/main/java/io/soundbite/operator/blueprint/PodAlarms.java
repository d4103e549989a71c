package io.soundbite.operator.blueprint;

import io.soundbite.operator.blueprint.Alarms.Limit;
import io.soundbite.operator.blueprint.Alarms.Window;
import java.util.List;
import java.util.stream.Stream;

/**
 * The alarms on metrics of the environment's pods, which exist where the cluster has classic
 * Container Insights. It publishes them all the time: that there are none is no good news.
 */
record PodAlarms(Environment environment) {
  private static final double TEN_MIB_PER_SECOND = 10.0 * (1 << 20);

  /** Those of the API, where their metrics exist. */
  List<CloudWatchAlarm> api() {
    return environment.facts().hasPodMetrics() ? ofApi() : List.of();
  }

  /** Those of the processor, where their metrics exist. */
  List<CloudWatchAlarm> processor() {
    return environment.facts().hasPodMetrics() ? ofProcessor() : List.of();
  }

  /** All of them, where their metrics do not exist. */
  List<CloudWatchAlarm> retired() {
    return environment.facts().hasPodMetrics()
        ? List.of()
        : Stream.of(ofApi(), ofProcessor()).flatMap(List::stream).toList();
  }

  private List<CloudWatchAlarm> ofApi() {
    var alarms = new Alarms(environment, Stack.API, "Api");
    var metrics = new Metrics(environment);
    var window = Window.average().twice().expected();
    return List.of(
        alarms.alarm(
            "CpuUtilization",
            "The API's pods use much of their CPU limit, in percent.",
            metrics.api("pod_cpu_utilization_over_pod_limit"),
            window,
            Limit.atLeast(80)),
        alarms.alarm(
            "MemoryUtilization",
            "The API's pods use much of their memory limit, in percent.",
            metrics.api("pod_memory_utilization_over_pod_limit"),
            window,
            Limit.atLeast(80)),
        alarms.alarm(
            "NetworkIn",
            "The API's pods receive more than usual, in bytes per second.",
            metrics.api("pod_network_rx_bytes"),
            window,
            Limit.atLeast(TEN_MIB_PER_SECOND)));
  }

  private List<CloudWatchAlarm> ofProcessor() {
    // Counted since the pod began, so a new pod ends the alarm.
    return List.of(
        new Alarms(environment, Stack.COMPUTE, "Processor")
            .alarm(
                "ProcessorRestarts",
                "A processor pod was restarted again and again.",
                new Metrics(environment).processor("pod_number_of_container_restarts"),
                Window.maximum().expected(),
                Limit.atLeast(3)));
  }
}
