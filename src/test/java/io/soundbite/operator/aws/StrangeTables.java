package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.DynamoTable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

/** A stranger's calls to DynamoDB. */
record StrangeTables(DynamoDbClient dynamo) {
  private static final ProvisionedThroughput ONE =
      ProvisionedThroughput.builder().readCapacityUnits(1L).writeCapacityUnits(1L).build();

  void change(DynamoTable before, DynamoTable after) {
    if (!before.deletionProtection().equals(after.deletionProtection())) {
      update(after, it -> it.deletionProtectionEnabled(after.deletionProtection()));
    }
    if (!before.billingMode().equals(after.billingMode())) {
      var provisioned = after.billingMode().equals(BillingMode.PROVISIONED.toString());
      update(
          after,
          it ->
              it.billingMode(after.billingMode()).provisionedThroughput(provisioned ? ONE : null));
    }
    if (!before.kmsKey().equals(after.kmsKey())) {
      update(
          after,
          it ->
              it.sseSpecification(
                  sse ->
                      sse.enabled(after.kmsKey().isPresent())
                          .kmsMasterKeyId(after.kmsKey().orElse(null))));
    }
    reindex(before, after);
    if (after.additional().containsKey("StreamSpecification.StreamEnabled")) {
      update(
          after,
          it ->
              it.streamSpecification(
                  stream -> stream.streamEnabled(true).streamViewType("NEW_IMAGE")));
    }
    if (!before.ttlAttribute().equals(after.ttlAttribute())) {
      expire(after, before.ttlAttribute(), false);
      expire(after, after.ttlAttribute(), true);
    }
    if (!before.pointInTimeRecovery().equals(after.pointInTimeRecovery())) {
      backUp(after);
    }
    TagChange.between(before.tags(), after.tags())
        .by(
            set ->
                dynamo.tagResource(
                    it ->
                        it.resourceArn(arn(after))
                            .tags(set.entrySet().stream().map(StrangeTables::tag).toList())),
            removed -> dynamo.untagResource(it -> it.resourceArn(arn(after)).tagKeys(removed)));
  }

  void make(DynamoTable table) {
    dynamo.createTable(
        request ->
            request
                .tableName(table.key().name())
                .attributeDefinitions(TableShape.attributes(table.attributes()))
                .keySchema(TableShape.schema(table.primaryKey()))
                .globalSecondaryIndexes(
                    table.indexes().entrySet().stream()
                        .map(it -> TableShape.index(it.getKey(), it.getValue()))
                        .toList())
                .billingMode(table.billingMode())
                .deletionProtectionEnabled(table.deletionProtection())
                .tags(table.tags().entrySet().stream().map(StrangeTables::tag).toList()));
    expire(table, table.ttlAttribute(), true);
    backUp(table);
  }

  void delete(DynamoTable table) {
    update(table, it -> it.deletionProtectionEnabled(false));
    dynamo.deleteTable(it -> it.tableName(table.key().name()));
  }

  private void reindex(DynamoTable before, DynamoTable after) {
    before.indexes().entrySet().stream()
        .filter(it -> !after.indexes().entrySet().contains(it))
        .forEach(
            it -> reindex(after, update -> update.delete(index -> index.indexName(it.getKey()))));
    after.indexes().entrySet().stream()
        .filter(it -> !before.indexes().entrySet().contains(it))
        .map(it -> TableShape.index(it.getKey(), it.getValue()))
        .forEach(
            made ->
                reindex(
                    after,
                    update ->
                        update.create(
                            index ->
                                index
                                    .indexName(made.indexName())
                                    .keySchema(made.keySchema())
                                    .projection(made.projection()))));
  }

  private void reindex(DynamoTable table, Consumer<GlobalSecondaryIndexUpdate.Builder> change) {
    var one = GlobalSecondaryIndexUpdate.builder().applyMutation(change).build();
    update(
        table,
        it ->
            it.attributeDefinitions(TableShape.attributes(table.attributes()))
                .globalSecondaryIndexUpdates(one));
  }

  private void update(DynamoTable table, Consumer<UpdateTableRequest.Builder> change) {
    dynamo.updateTable(request -> change.accept(request.tableName(table.key().name())));
  }

  private void expire(DynamoTable table, Optional<String> attribute, boolean on) {
    attribute.ifPresent(
        name ->
            dynamo.updateTimeToLive(
                request ->
                    request
                        .tableName(table.key().name())
                        .timeToLiveSpecification(it -> it.attributeName(name).enabled(on))));
  }

  private void backUp(DynamoTable table) {
    dynamo.updateContinuousBackups(
        request ->
            request
                .tableName(table.key().name())
                .pointInTimeRecoverySpecification(
                    it -> it.pointInTimeRecoveryEnabled(table.pointInTimeRecovery())));
  }

  private String arn(DynamoTable table) {
    return dynamo.describeTable(it -> it.tableName(table.key().name())).table().tableArn();
  }

  private static Tag tag(Map.Entry<String, String> tag) {
    return Tag.builder().key(tag.getKey()).value(tag.getValue()).build();
  }
}
