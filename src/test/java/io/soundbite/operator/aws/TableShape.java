package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.DynamoTable.Index;
import io.soundbite.operator.blueprint.DynamoTable.PrimaryKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Keys and indexes as a stranger gives them to DynamoDB. */
final class TableShape {
  private TableShape() {}

  static GlobalSecondaryIndex index(String name, Index index) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(schema(index.primaryKey()))
        .projection(it -> it.projectionType(index.projection()))
        .build();
  }

  static List<KeySchemaElement> schema(PrimaryKey key) {
    return Stream.of(KeyType.HASH, KeyType.RANGE)
        .map(
            type ->
                KeySchemaElement.builder()
                    .keyType(type)
                    .attributeName(type == KeyType.HASH ? key.partition() : key.sort())
                    .build())
        .toList();
  }

  static Collection<AttributeDefinition> attributes(Set<String> names) {
    return names.stream()
        .map(
            name ->
                AttributeDefinition.builder()
                    .attributeName(name)
                    .attributeType(ScalarAttributeType.S)
                    .build())
        .toList();
  }
}
