package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.DynamoTable.Index;
import io.soundbite.operator.blueprint.DynamoTable.PrimaryKey;
import io.soundbite.operator.engine.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.SSESpecification;
import software.amazon.awssdk.services.dynamodb.model.SSEType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

/** The requests that make and reshape a table. */
final class TableRequests {
  private TableRequests() {}

  /** All that CreateTable takes. */
  static CreateTableRequest create(DynamoTable want) {
    var request =
        CreateTableRequest.builder()
            .tableName(want.key().name())
            .attributeDefinitions(definitions(want.attributes()))
            .keySchema(schema(want.primaryKey()))
            .billingMode(want.billingMode())
            .deletionProtectionEnabled(want.deletionProtection())
            .tags(sdk(want.tags()));
    want.kmsKey().ifPresent(any -> request.sseSpecification(encryption(want)));
    if (!want.indexes().isEmpty()) { // DynamoDB refuses an empty list
      request.globalSecondaryIndexes(
          want.indexes().entrySet().stream()
              .map(
                  index ->
                      GlobalSecondaryIndex.builder()
                          .indexName(index.getKey())
                          .keySchema(schema(index.getValue().primaryKey()))
                          .projection(projection(index.getValue()))
                          .build())
              .toList());
    }
    return request.build();
  }

  /**
   * The UpdateTable calls for a change, in order: DynamoDB takes one index in each, and one that
   * differs is removed and made again.
   */
  static List<UpdateTableRequest> updates(Change<DynamoTable> change) {
    var want = change.want();
    var requests = new ArrayList<UpdateTableRequest>();
    if (change.touches("/deletionProtection")) {
      requests.add(request(want).deletionProtectionEnabled(want.deletionProtection()).build());
    }
    if (change.touches("/billingMode")) {
      requests.add(request(want).billingMode(want.billingMode()).build());
    }
    if (change.touches("/kmsKey")) {
      requests.add(request(want).sseSpecification(encryption(want)).build());
    }
    var have = change.have().indexes();
    without(have, want.indexes()).forEach((name, index) -> requests.add(removal(want, name)));
    without(want.indexes(), have)
        .forEach((name, index) -> requests.add(addition(want, name, index)));
    return requests;
  }

  private static SSESpecification encryption(DynamoTable want) {
    return want.kmsKey()
        .map(
            it ->
                SSESpecification.builder()
                    .enabled(true)
                    .sseType(SSEType.KMS)
                    .kmsMasterKeyId(it)
                    .build())
        .orElseGet(() -> SSESpecification.builder().enabled(false).build());
  }

  /** Those of {@code indexes} that the others don't have, or have otherwise. */
  private static Map<String, Index> without(Map<String, Index> indexes, Map<String, Index> others) {
    var rest = new TreeMap<>(indexes);
    rest.entrySet().removeAll(others.entrySet());
    return rest;
  }

  private static UpdateTableRequest removal(DynamoTable want, String index) {
    var update = GlobalSecondaryIndexUpdate.builder().delete(it -> it.indexName(index)).build();
    return request(want).globalSecondaryIndexUpdates(update).build();
  }

  private static UpdateTableRequest addition(DynamoTable want, String name, Index index) {
    var update =
        GlobalSecondaryIndexUpdate.builder()
            .create(
                it ->
                    it.indexName(name)
                        .keySchema(schema(index.primaryKey()))
                        .projection(projection(index)))
            .build();
    return request(want)
        .attributeDefinitions(
            definitions(List.of(index.primaryKey().partition(), index.primaryKey().sort())))
        .globalSecondaryIndexUpdates(update)
        .build();
  }

  private static UpdateTableRequest.Builder request(DynamoTable want) {
    return UpdateTableRequest.builder().tableName(want.key().name());
  }

  private static List<AttributeDefinition> definitions(Collection<String> names) {
    return names.stream()
        .map(
            name ->
                AttributeDefinition.builder()
                    .attributeName(name)
                    .attributeType(ScalarAttributeType.S)
                    .build())
        .toList();
  }

  private static List<KeySchemaElement> schema(PrimaryKey key) {
    return List.of(element(key.partition(), KeyType.HASH), element(key.sort(), KeyType.RANGE));
  }

  private static KeySchemaElement element(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static Projection projection(Index index) {
    return Projection.builder().projectionType(index.projection()).build();
  }

  static List<Tag> sdk(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
