package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Feature;
import io.soundbite.operator.blueprint.Alarms.Limit;
import io.soundbite.operator.blueprint.Alarms.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table and its alarms. */
record DatabaseStack(Environment environment) {
  private static final Stack STACK = Stack.DATABASE;

  List<Desired> resources() {
    var alarms = new Alarms(environment, STACK, "Table");
    var metrics = new Metrics(environment);
    return List.of(
        table(),
        alarms.alarm(
            "ReadThrottle",
            "Reads of the table are throttled.",
            metrics.table("ReadThrottleEvents"),
            Window.sum(),
            Limit.atLeast(1)),
        alarms.alarm(
            "WriteThrottle",
            "Writes to the table are throttled.",
            metrics.table("WriteThrottleEvents"),
            Window.sum(),
            Limit.atLeast(1)),
        alarms.alarm(
            "ConsumedReadCapacity",
            "The table is read more than usual; it is billed by request.",
            metrics.table("ConsumedReadCapacityUnits"),
            Window.sum().twice(),
            Limit.above(1000)),
        alarms.alarm(
            "ConsumedWriteCapacity",
            "The table is written more than usual; it is billed by request.",
            metrics.table("ConsumedWriteCapacityUnits"),
            Window.sum().twice(),
            Limit.above(1000)));
  }

  private DynamoTable table() {
    var table = plain();
    return environment.facts().kmsKeys().current().map(table::encryptedWith).orElse(table);
  }

  private DynamoTable plain() {
    var backup = environment.spec().has(Feature.BACKUP);
    return new DynamoTable(
        new Key(STACK, Ids.TABLE, environment.names().table()),
        new DynamoTable.PrimaryKey("pk", "sk"),
        Map.of(
            "UserIdIndex",
            new DynamoTable.Index(new DynamoTable.PrimaryKey("userId", "createdAt"), "ALL")),
        "PAY_PER_REQUEST",
        Optional.of("ttl"),
        backup,
        backup,
        environment.tags().of(STACK, "Table"));
  }
}
