package io.soundbite.operator.blueprint;

import io.soundbite.operator.blueprint.Alarms.Limit;
import io.soundbite.operator.blueprint.Alarms.Window;
import java.util.List;
import java.util.stream.Stream;

/** What the API needs in AWS, and the dashboard over everything. */
record ApiStack(Environment environment) {
  private static final Stack STACK = Stack.API;
  private static final double TEN_MIB_PER_SECOND = 10.0 * (1 << 20);

  List<Desired> resources() {
    var logs = new Logs(environment, STACK, Ids.API_LOG_GROUP, "api");
    var alarms = new Alarms(environment, STACK, "Api");
    var metrics = new Metrics(environment);
    var roles = new PodRoles(environment);
    var always =
        List.<Desired>of(
            roles.api(),
            logs.group(),
            logs.errors("ApiErrors"),
            alarms.alarm(
                "CpuUtilization",
                "The API's pods use much of their CPU limit, in percent.",
                metrics.api("pod_cpu_utilization_over_pod_limit"),
                Window.average().twice(),
                Limit.atLeast(80)),
            alarms.alarm(
                "MemoryUtilization",
                "The API's pods use much of their memory limit, in percent.",
                metrics.api("pod_memory_utilization_over_pod_limit"),
                Window.average().twice(),
                Limit.atLeast(80)),
            alarms.alarm(
                "NetworkIn",
                "The API's pods receive more than usual, in bytes per second.",
                metrics.api("pod_network_rx_bytes"),
                Window.average().twice(),
                Limit.atLeast(TEN_MIB_PER_SECOND)),
            new DashboardBody(environment).dashboard());
    return Stream.of(always, roles.apiAssociation()).<Desired>flatMap(List::stream).toList();
  }
}
