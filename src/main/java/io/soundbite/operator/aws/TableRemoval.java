package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Progress;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Removing a table: what keeps it, and what must be lifted first. */
final class TableRemoval {
  private final DynamoDbClient dynamo;

  TableRemoval(DynamoDbClient dynamo) {
    this.dynamo = dynamo;
  }

  /** Removes the table unless it is protected or holds items. */
  Progress unlessKept(TableDescription table) {
    if (isProtected(table)) {
      return kept(table, "deletion protection is on; spec.aws.deleteData: true lifts it");
    }
    // A look at the items themselves: the description's count is up to six hours old.
    var first =
        dynamo.scan(request -> request.tableName(table.tableName()).limit(1).select(Select.COUNT));
    return first.count() > 0
        ? kept(table, "holds items; spec.aws.deleteData: true deletes it with them")
        : remove(table);
  }

  /** Removes the table with all that is in it. */
  Progress withData(TableDescription table) {
    if (isProtected(table)) {
      var changed =
          dynamo
              .updateTable(
                  request -> request.tableName(table.tableName()).deletionProtectionEnabled(false))
              .tableDescription();
      if (changed.tableStatus() != TableStatus.ACTIVE) {
        return TableReads.busy(changed);
      }
    }
    return remove(table);
  }

  private Progress remove(TableDescription table) {
    var removed =
        dynamo.deleteTable(request -> request.tableName(table.tableName())).tableDescription();
    return removed.tableStatus() == TableStatus.DELETING
        ? TableReads.busy(removed)
        : new Progress.Done();
  }

  private static boolean isProtected(TableDescription table) {
    return Boolean.TRUE.equals(table.deletionProtectionEnabled());
  }

  private static Progress kept(TableDescription table, String why) {
    return new Progress.Failed(
        new Failure(Failure.Kind.HELD, "dynamodb:DeleteTable", table.tableName(), why));
  }
}
