package io.soundbite.operator.controller;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/** What people do to an environment's table. */
record Tables(OperatorUnderTest operator, String environment) {
  private static final KeySchemaElement KEY =
      KeySchemaElement.builder().attributeName("other").keyType(KeyType.HASH).build();
  private static final AttributeDefinition ATTRIBUTE =
      AttributeDefinition.builder()
          .attributeName("other")
          .attributeType(ScalarAttributeType.S)
          .build();

  String name() {
    return "SoundBite-" + environment + "-SoundbitesTable";
  }

  void delete() {
    client().updateTable(it -> it.tableName(name()).deletionProtectionEnabled(false));
    client().deleteTable(it -> it.tableName(name()));
  }

  /** With the same tags, so that it is the environment's all the same. */
  void replaceByOneWithAnotherKey() {
    var tags = client().listTagsOfResource(it -> it.resourceArn(table().tableArn())).tags();
    delete();
    client()
        .createTable(
            it ->
                it.tableName(name())
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(List.of(KEY))
                    .attributeDefinitions(List.of(ATTRIBUTE))
                    .tags(tags));
  }

  /** Returns the ARN of a backup of what the table has now. */
  String backUp() {
    return client()
        .createBackup(it -> it.tableName(name()).backupName("kept"))
        .backupDetails()
        .backupArn();
  }

  void restore(String backup) {
    client().restoreTableFromBackup(it -> it.backupArn(backup).targetTableName(name()));
  }

  String partitionKey() {
    return table().keySchema().stream()
        .filter(it -> it.keyType() == KeyType.HASH)
        .findFirst()
        .orElseThrow()
        .attributeName();
  }

  boolean isProtected() {
    return table().deletionProtectionEnabled();
  }

  /** The value of its owner tag. */
  String owner() {
    return client().listTagsOfResource(it -> it.resourceArn(table().tableArn())).tags().stream()
        .filter(it -> it.key().equals("soundbite.io/owner"))
        .map(Tag::value)
        .findFirst()
        .orElse("");
  }

  private TableDescription table() {
    return client().describeTable(it -> it.tableName(name())).table();
  }

  private DynamoDbClient client() {
    return operator.aws().dynamoDb();
  }
}
