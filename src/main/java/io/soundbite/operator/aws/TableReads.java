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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsDescription;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.SSEStatus;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;

/** A table as DynamoDB shows it: the description, and what has calls of its own. */
final class TableReads {
  /** A table is made or changed within seconds. */
  static final Duration SOON = Duration.ofSeconds(2);

  /** An index that is not wanted, where the answer shows nothing of it. */
  private static final Index UNKNOWN = new Index(new PrimaryKey("", ""), "");

  /** Of encryption with a key in the account, which stays until it is off. */
  private static final Set<SSEStatus> ENCRYPTED =
      Set.of(SSEStatus.ENABLED, SSEStatus.ENABLING, SSEStatus.UPDATING);

  private final DynamoDbClient dynamo;
  private final TagReader tags;
  private final Rarely rarely;

  TableReads(DynamoDbClient dynamo, TagReader tags, Rarely rarely) {
    this.dynamo = dynamo;
    this.tags = tags;
    this.rarely = rarely;
  }

  /** The description; a service exception when there is no such table. */
  TableDescription describe(String name) {
    return Reading.required(
        "DescribeTable Table", dynamo.describeTable(request -> request.tableName(name)).table());
  }

  /** The table; a service exception when there is none. */
  Found<DynamoTable> found(DynamoTable want) {
    var name = want.key().name();
    var table = describe(name);
    var made = isMade(table);
    var reading = new Reading();
    try (var parallel = new Parallel()) {
      var arn = Reading.required("DescribeTable TableArn", table.tableArn());
      var additional = new ConcurrentHashMap<>(TableAdditions.of(table, want));
      var ttl = parallel.start(() -> made ? ttl(want, reading) : Optional.<String>empty());
      var backups = parallel.start(() -> made && pointInTimeRecovery(want, reading, additional));
      var policy = parallel.start(() -> made ? policy(want, arn, reading) : "");
      var all =
          made
              ? tags.read(want, arn, () -> tags(arn))
              : tags.assumed(want, () -> tagsOnceMade(name, arn));
      var have =
          new DynamoTable(
              want.key(),
              reading.shown(
                  "primaryKey",
                  primaryKey(table.keySchema(), table.attributeDefinitions()),
                  want.primaryKey()),
              indexes(table, want, reading),
              reading.shown("billingMode", billingMode(table), want.billingMode()),
              ttl.get(),
              backups.get(),
              reading.shown(
                  "deletionProtection",
                  table.deletionProtectionEnabled(),
                  want.deletionProtection()),
              kmsKey(table, want, reading),
              Observed.wanted(all, want.tags()),
              additional(additional, policy.get()));
      return reading.found(have, Ownership.of(all));
    }
  }

  private static Optional<String> kmsKey(
      TableDescription table, DynamoTable want, Reading reading) {
    var encryption = table.sseDescription();
    if (encryption != null && encryption.status() == null) {
      return reading.shown("kmsKey", null, want.kmsKey());
    }
    return encryption == null || !ENCRYPTED.contains(encryption.status())
        ? reading.documented(DocumentedAbsence.TABLE_KEY, null, Optional.empty(), want.kmsKey())
        : reading.shown(
            "kmsKey",
            Optional.ofNullable(encryption.kmsMasterKeyArn()).map(Optional::of).orElse(null),
            want.kmsKey());
  }

  private static Map<String, String> additional(Map<String, String> found, String policy) {
    var additional = new HashMap<>(found);
    if (!policy.isEmpty()) {
      additional.put(TableAdditions.POLICY, policy);
    }
    return additional;
  }

  /** Empty where there is none. */
  private String policy(DynamoTable want, String arn, Reading reading) {
    return rarely.read(
        want.key(),
        String.class,
        () ->
            reading.unwanted(
                TableAdditions.POLICY,
                () -> dynamo.getResourcePolicy(request -> request.resourceArn(arn)).policy()));
  }

  /**
   * Whether DynamoDB knows tags, expiry and backups of the table. While it is being created, and
   * again while it is being deleted, it refuses to tell them, or knows no such table.
   *
   * @see <a
   *     href="https://github.com/aws-controllers-k8s/dynamodb-controller/tree/main/docs/api-quirks">
   *     What was measured of DynamoDB: DDB-TABLE-101, 104, 118, 455</a>
   */
  private static boolean isMade(TableDescription table) {
    return table.tableStatus() != TableStatus.CREATING
        && table.tableStatus() != TableStatus.DELETING;
  }

  /** Whether the table takes changes: an endpoint that does not show it has to refuse them. */
  static boolean isReady(TableDescription table) {
    return table.tableStatus() == null || table.tableStatus() == TableStatus.ACTIVE;
  }

  /** To be asked again: the table takes no changes now. */
  static Progress busy(TableDescription table) {
    return new Progress.Wait(SOON, state(table));
  }

  private static String state(TableDescription table) {
    return "the table is " + table.tableStatusAsString().toLowerCase(Locale.ROOT);
  }

  /** An index that is being made or removed, which keeps other indexes from it. */
  static Optional<String> buildingIndex(TableDescription table) {
    return table.globalSecondaryIndexes().stream()
        .filter(index -> index.indexStatus() != null && index.indexStatus() != IndexStatus.ACTIVE)
        .map(GlobalSecondaryIndexDescription::indexName)
        .findFirst();
  }

  private Optional<String> ttl(DynamoTable want, Reading reading) {
    var attribute =
        reading.setting(
            "ttlAttribute",
            want.ttlAttribute().orElse(""),
            "",
            () ->
                ttl(
                    dynamo
                        .describeTimeToLive(request -> request.tableName(want.key().name()))
                        .timeToLiveDescription()));
    return Optional.of(attribute).filter(it -> !it.isEmpty());
  }

  /** The attribute; empty while expiry is off. */
  private static @Nullable String ttl(@Nullable TimeToLiveDescription ttl) {
    if (ttl == null || ttl.timeToLiveStatus() == null) {
      return null;
    }
    return switch (ttl.timeToLiveStatus()) {
      case ENABLED, ENABLING -> ttl.attributeName();
      default -> "";
    };
  }

  private boolean pointInTimeRecovery(
      DynamoTable want, Reading reading, Map<String, String> additional) {
    return reading.setting(
        "pointInTimeRecovery",
        want.pointInTimeRecovery(),
        false,
        () -> {
          var backups =
              dynamo
                  .describeContinuousBackups(request -> request.tableName(want.key().name()))
                  .continuousBackupsDescription();
          var on = pointInTimeRecovery(backups);
          if (Boolean.TRUE.equals(on)) {
            additional.putAll(TableMembers.BACKUPS.additional(backups));
          }
          return on;
        });
  }

  private static @Nullable Boolean pointInTimeRecovery(
      @Nullable ContinuousBackupsDescription backups) {
    var recovery = backups == null ? null : backups.pointInTimeRecoveryDescription();
    if (recovery == null || recovery.pointInTimeRecoveryStatus() == null) {
      return null;
    }
    return recovery.pointInTimeRecoveryStatus() == PointInTimeRecoveryStatus.ENABLED;
  }

  /**
   * The tags of a table that was being created or deleted: DynamoDB knows none of them until then,
   * and shows an empty set a second before.
   *
   * @see <a
   *     href="https://github.com/aws-controllers-k8s/dynamodb-controller/tree/main/docs/api-quirks">
   *     What was measured of DynamoDB: DDB-TABLE-101, 104</a>
   */
  private Map<String, String> tagsOnceMade(String name, String arn) {
    var table = describe(name);
    if (!isMade(table)) {
      throw new NotYetKnown(state(table));
    }
    return tags(arn);
  }

  /** The tags of the table with that ARN, as DynamoDB itself has them. */
  Map<String, String> tags(String arn) {
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

  /**
   * Of an index that is shown in part the rest is as wanted; one that is not wanted is shown as it
   * is.
   */
  private static Map<String, Index> indexes(
      TableDescription table, DynamoTable want, Reading reading) {
    var indexes = new HashMap<String, Index>();
    for (var index : table.globalSecondaryIndexes()) {
      var name = Reading.required("DescribeTable IndexName", index.indexName());
      if (index.indexStatus() == IndexStatus.DELETING) {
        continue;
      }
      var wanted = want.indexes().getOrDefault(name, UNKNOWN);
      indexes.put(
          name,
          new Index(
              reading.shown(
                  DocumentedAbsence.INDEXES.component(),
                  primaryKey(index.keySchema(), table.attributeDefinitions()),
                  wanted.primaryKey()),
              reading.shown(
                  DocumentedAbsence.INDEXES.component(),
                  index.projection() == null ? null : index.projection().projectionTypeAsString(),
                  wanted.projection())));
    }
    return indexes;
  }

  /** A table that has never been on demand has no summary, but capacity. */
  private static @Nullable String billingMode(TableDescription table) {
    if (table.billingModeSummary() != null) {
      return table.billingModeSummary().billingModeAsString();
    }
    var throughput = table.provisionedThroughput();
    return throughput != null
            && throughput.readCapacityUnits() != null
            && throughput.readCapacityUnits() > 0
        ? BillingMode.PROVISIONED.toString()
        : null;
  }

  /** Null where it is shown in part. */
  private static @Nullable PrimaryKey primaryKey(
      List<KeySchemaElement> schema, List<AttributeDefinition> definitions) {
    var shown =
        !schema.isEmpty()
            && schema.stream().allMatch(it -> it.attributeName() != null && it.keyType() != null);
    return shown
        ? new PrimaryKey(
            attribute(KeyType.HASH, schema, definitions),
            attribute(KeyType.RANGE, schema, definitions))
        : null;
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
        .filter(definition -> name.equals(definition.attributeName()))
        .map(AttributeDefinition::attributeType)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
