package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.DynamoTable.Index;
import io.soundbite.operator.blueprint.DynamoTable.PrimaryKey;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** A table as DynamoDB shows it: the description, and what has calls of its own. */
final class TableReads {
  /** A table is made or changed within seconds. */
  static final Duration SOON = Duration.ofSeconds(2);

  private final DynamoDbClient dynamo;
  private final TagReader tags;

  TableReads(DynamoDbClient dynamo, TagReader tags) {
    this.dynamo = dynamo;
    this.tags = tags;
  }

  /** The description; a service exception when there is no such table. */
  TableDescription describe(String name) {
    return dynamo.describeTable(request -> request.tableName(name)).table();
  }

  /** The table; a service exception when there is none. */
  Found<DynamoTable> found(DynamoTable want) {
    var name = want.key().name();
    var table = Insistence.on(() -> describe(name));
    // While it is being made, DynamoDB knows no expiry and no backups for it yet.
    boolean made = table.tableStatus() != TableStatus.CREATING;
    try (var parallel = new Parallel()) {
      var ttl = parallel.start(() -> made ? ttl(name) : Optional.<String>empty());
      var backups = parallel.start(() -> made && pointInTimeRecovery(name));
      var all =
          tags.read(want, table.tableArn(), () -> Insistence.on(() -> allTags(table.tableArn())));
      var have =
          new DynamoTable(
              want.key(),
              primaryKey(table.keySchema(), table.attributeDefinitions()),
              indexes(table),
              billingMode(table),
              ttl.get(),
              backups.get(),
              Boolean.TRUE.equals(table.deletionProtectionEnabled()),
              Observed.wanted(all, want.tags()));
      return new Found<>(have, Ownership.of(all));
    }
  }

  /** To be asked again: the table takes no changes now. */
  static Progress busy(TableDescription table) {
    return new Progress.Wait(
        SOON, "the table is " + table.tableStatusAsString().toLowerCase(Locale.ROOT));
  }

  /** An index that is being made or removed, which keeps other indexes from it. */
  static Optional<String> buildingIndex(TableDescription table) {
    return table.globalSecondaryIndexes().stream()
        .filter(index -> index.indexStatus() != null && index.indexStatus() != IndexStatus.ACTIVE)
        .map(GlobalSecondaryIndexDescription::indexName)
        .findFirst();
  }

  private Optional<String> ttl(String name) {
    var ttl = dynamo.describeTimeToLive(request -> request.tableName(name)).timeToLiveDescription();
    var on =
        ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLED
            || ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLING;
    return on ? Optional.of(ttl.attributeName()) : Optional.empty();
  }

  private boolean pointInTimeRecovery(String name) {
    var recovery =
        dynamo
            .describeContinuousBackups(request -> request.tableName(name))
            .continuousBackupsDescription()
            .pointInTimeRecoveryDescription();
    return recovery != null
        && recovery.pointInTimeRecoveryStatus() == PointInTimeRecoveryStatus.ENABLED;
  }

  private Map<String, String> allTags(String arn) {
    var all = new HashMap<String, String>();
    @Nullable String from = null;
    do {
      var request = ListTagsOfResourceRequest.builder().resourceArn(arn).nextToken(from).build();
      var page = dynamo.listTagsOfResource(request);
      page.tags().forEach(tag -> all.put(tag.key(), tag.value()));
      from = page.nextToken();
    } while (from != null);
    return all;
  }

  private static Map<String, Index> indexes(TableDescription table) {
    return table.globalSecondaryIndexes().stream()
        .filter(index -> index.indexStatus() != IndexStatus.DELETING)
        .collect(
            Collectors.toMap(
                GlobalSecondaryIndexDescription::indexName,
                index ->
                    new Index(
                        primaryKey(index.keySchema(), table.attributeDefinitions()),
                        index.projection().projectionTypeAsString())));
  }

  /** A table that has never been on demand has no summary. */
  private static String billingMode(TableDescription table) {
    return table.billingModeSummary() == null
        ? BillingMode.PROVISIONED.toString()
        : table.billingModeSummary().billingModeAsString();
  }

  private static PrimaryKey primaryKey(
      List<KeySchemaElement> schema, List<AttributeDefinition> definitions) {
    return new PrimaryKey(
        attribute(KeyType.HASH, schema, definitions),
        attribute(KeyType.RANGE, schema, definitions));
  }

  /** The attribute's name, with its type unless that is string, which is the only one wanted. */
  private static String attribute(
      KeyType type, List<KeySchemaElement> schema, List<AttributeDefinition> definitions) {
    return schema.stream()
        .filter(element -> element.keyType() == type)
        .map(KeySchemaElement::attributeName)
        .map(name -> name + suffix(type(name, definitions)))
        .findFirst()
        .orElse("");
  }

  private static String suffix(@Nullable ScalarAttributeType type) {
    return type == null || type == ScalarAttributeType.S ? "" : " (" + type + ")";
  }

  private static @Nullable ScalarAttributeType type(
      String name, List<AttributeDefinition> definitions) {
    return definitions.stream()
        .filter(definition -> definition.attributeName().equals(name))
        .map(AttributeDefinition::attributeType)
        .findFirst()
        .orElse(null);
  }
}
