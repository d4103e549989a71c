package io.soundbite.operator.blueprint;

import java.util.List;
import java.util.stream.Stream;

/** What the API needs in AWS, and the dashboard over everything. */
record ApiStack(Environment environment) {
  private static final Stack STACK = Stack.API;

  List<Desired> resources() {
    var logs = new Logs(environment, STACK, Ids.API_LOG_GROUP, "api");
    var roles = new PodRoles(environment);
    var always =
        List.<Desired>of(
            roles.api(),
            logs.group(),
            logs.errors("ApiErrors"),
            new DashboardBody(environment).dashboard());
    return Stream.of(always, new PodAlarms(environment).api(), roles.apiAssociation())
        .<Desired>flatMap(List::stream)
        .toList();
  }
}
