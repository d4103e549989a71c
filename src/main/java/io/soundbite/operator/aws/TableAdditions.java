package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughput;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

/**
 * What others have added to a table, and how it is set back. A replica, which holds all items in
 * another region, and a witness stay: deleting those is for people.
 */
final class TableAdditions {
  /** The resource policy, which has a call of its own. */
  static final String POLICY = "policy";

  private static final String KEPT =
      "is replicated to other regions, and the operator deletes no copies of data: remove them (aws"
          + " dynamodb update-table --replica-updates), or name /additional in drift.ignore";

  /** Removes a limit. */
  private static final OnDemandThroughput UNLIMITED =
      OnDemandThroughput.builder().maxReadRequestUnits(-1L).maxWriteRequestUnits(-1L).build();

  private TableAdditions() {}

  /** Returns what the description has beside what is wanted; an index that is not is one whole. */
  static Map<String, String> of(TableDescription table, DynamoTable want) {
    var added =
        TableMembers.TABLE.additional(
            table.toBuilder().globalSecondaryIndexes(wanted(table, want)).build());
    if (!table.replicas().isEmpty()) {
      added.remove(TableMembers.STREAM); // replication needs it
    }
    return added;
  }

  /** Returns what {@code change} is to set back. */
  static Set<String> unwanted(Change<DynamoTable> change) {
    return Observed.without(
        change.have().additional().keySet(), change.want().additional().keySet());
  }

  /** Returns the UpdateTable calls that set the table back, in order. */
  static List<UpdateTableRequest> removals(Change<DynamoTable> change, TableDescription table) {
    var unwanted = unwanted(change);
    var requests = new ArrayList<UpdateTableRequest>();
    if (unwanted.contains(TableMembers.STREAM)) {
      requests.add(request(table, it -> it.streamSpecification(s -> s.streamEnabled(false))));
    }
    if (unwanted.contains(TableMembers.STORAGE_CLASS)) {
      var standard = TableMembers.TABLE.standard(TableMembers.STORAGE_CLASS);
      requests.add(request(table, it -> it.tableClass(standard)));
    }
    if (unwanted.stream().anyMatch(it -> it.startsWith(TableMembers.LIMITS))) {
      requests.add(request(table, it -> it.onDemandThroughput(UNLIMITED)));
    }
    if (unwanted.stream().anyMatch(it -> it.startsWith(TableMembers.INDEX_LIMITS))) {
      wanted(table, change.want()).stream()
          .filter(index -> index.onDemandThroughput() != null)
          .map(index -> unlimited(index.indexName()))
          .forEach(it -> requests.add(request(table, all -> all.globalSecondaryIndexUpdates(it))));
    }
    return requests;
  }

  /** Returns what {@code unwanted} comes to: it fails where a copy of the data is among it. */
  static Progress kept(DynamoTable table, Set<String> unwanted) {
    return unwanted.stream()
            .noneMatch(
                it -> it.startsWith(TableMembers.REPLICAS) || it.startsWith(TableMembers.WITNESSES))
        ? new Progress.Done()
        : new Progress.Failed(
            new Failure(Failure.Kind.IMMUTABLE, "dynamodb:UpdateTable", table.key().name(), KEPT));
  }

  private static List<GlobalSecondaryIndexDescription> wanted(
      TableDescription table, DynamoTable want) {
    return table.globalSecondaryIndexes().stream()
        .filter(index -> want.indexes().containsKey(String.valueOf(index.indexName())))
        .toList();
  }

  private static GlobalSecondaryIndexUpdate unlimited(String index) {
    return GlobalSecondaryIndexUpdate.builder()
        .update(it -> it.indexName(index).onDemandThroughput(UNLIMITED))
        .build();
  }

  private static UpdateTableRequest request(
      TableDescription table, Consumer<UpdateTableRequest.Builder> change) {
    return UpdateTableRequest.builder().tableName(table.tableName()).applyMutation(change).build();
  }
}
