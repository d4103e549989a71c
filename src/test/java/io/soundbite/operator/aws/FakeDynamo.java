package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.TagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;

/**
 * One table as DynamoDB keeps it, which emulators do not show: it takes seconds to be made, changed
 * and removed, no change meanwhile, and no tags, TTL or backups; one index at a time; backups some
 * seconds after the table; no second change of tags for almost two seconds; another TTL after an
 * hour.
 */
final class FakeDynamo implements DynamoDbClient {
  private static final Duration MAKING = Duration.ofSeconds(5);
  private static final Duration BACKUPS_LATER = Duration.ofSeconds(4);
  private static final Duration INDEXING = Duration.ofMinutes(2);
  private static final Duration TAGGING = Duration.ofMillis(1800);

  /** Writes that were carried out, in order. */
  final List<String> writes = new ArrayList<>();

  /** Reads, in order; only those of tables and tags are kept. */
  final List<String> reads = new ArrayList<>();

  /** After how many writes the operator dies, the answer unseen. */
  int diesAfter = Integer.MAX_VALUE;

  boolean holdsItems;
  Map<String, String> tags = new HashMap<>();

  private Instant now = Instant.EPOCH;
  private TableDescription table;
  private Instant busyUntil = now;
  private Instant indexingUntil = now;
  private Instant backupsFrom = now;
  private Instant ttlLockedUntil = now;
  private Instant tagsLockedUntil = now;
  private String ttl;
  private boolean backups;

  /** Time goes by. */
  void pass(Duration time) {
    now = now.plus(time);
    if (table == null) {
      return;
    }
    if (!now.isBefore(busyUntil)) {
      table =
          table.tableStatus() == TableStatus.DELETING
              ? null
              : table.toBuilder().tableStatus(TableStatus.ACTIVE).build();
    }
    if (table != null && !now.isBefore(indexingUntil)) {
      indexes(
          table.globalSecondaryIndexes().stream()
              .filter(index -> index.indexStatus() != IndexStatus.DELETING)
              .map(index -> index.toBuilder().indexStatus(IndexStatus.ACTIVE).build())
              .toList());
    }
  }

  /** Somebody with the console changes the table. */
  void change(UnaryOperator<TableDescription.Builder> change) {
    table = change.apply(table.toBuilder()).build();
  }

  Duration elapsed() {
    return Duration.between(Instant.EPOCH, now);
  }

  @Override
  public CreateTableResponse createTable(CreateTableRequest request) {
    alive();
    if (table != null) {
      throw refused("ResourceInUseException", "Table already exists");
    }
    tags = request.tags().stream().collect(toMap(Tag::key, Tag::value));
    table =
        TableDescription.builder()
            .tableName(request.tableName())
            .tableArn("arn:aws:dynamodb:us-east-1:000000000000:table/" + request.tableName())
            .keySchema(request.keySchema())
            .attributeDefinitions(request.attributeDefinitions())
            .billingModeSummary(it -> it.billingMode(request.billingMode()))
            .deletionProtectionEnabled(request.deletionProtectionEnabled())
            .build();
    indexes(
        request.globalSecondaryIndexes().stream()
            .map(
                index ->
                    GlobalSecondaryIndexDescription.builder()
                        .indexName(index.indexName())
                        .keySchema(index.keySchema())
                        .projection(index.projection())
                        .indexStatus(IndexStatus.CREATING)
                        .build())
            .toList());
    indexingUntil = now.plus(MAKING);
    backupsFrom = now.plus(MAKING).plus(BACKUPS_LATER);
    busy(TableStatus.CREATING);
    written("CreateTable");
    return CreateTableResponse.builder().tableDescription(table).build();
  }

  @Override
  public UpdateTableResponse updateTable(UpdateTableRequest request) {
    alive();
    demandActive();
    request.globalSecondaryIndexUpdates().forEach(update -> index(request, update));
    if (request.deletionProtectionEnabled() != null) {
      table =
          table.toBuilder().deletionProtectionEnabled(request.deletionProtectionEnabled()).build();
    }
    if (request.streamSpecification() != null) {
      table = table.toBuilder().streamSpecification(request.streamSpecification()).build();
    }
    if (request.tableClass() != null) {
      table =
          table.toBuilder().tableClassSummary(it -> it.tableClass(request.tableClass())).build();
    }
    if (request.onDemandThroughput() != null) {
      table = table.toBuilder().onDemandThroughput(request.onDemandThroughput()).build();
    }
    busy(TableStatus.UPDATING);
    written("UpdateTable");
    return UpdateTableResponse.builder().tableDescription(table).build();
  }

  private void index(UpdateTableRequest request, GlobalSecondaryIndexUpdate update) {
    var indexes = new ArrayList<>(table.globalSecondaryIndexes());
    if (request.globalSecondaryIndexUpdates().size() > 1
        || indexes.stream().anyMatch(index -> index.indexStatus() != IndexStatus.ACTIVE)) {
      throw refused("LimitExceededException", "Only 1 online index can be created or deleted");
    }
    if (update.update() != null) {
      indexes.replaceAll(
          index ->
              index.indexName().equals(update.update().indexName())
                  ? index.toBuilder()
                      .onDemandThroughput(update.update().onDemandThroughput())
                      .build()
                  : index);
    } else if (update.delete() != null) {
      indexes.replaceAll(
          index ->
              index.indexName().equals(update.delete().indexName())
                  ? index.toBuilder().indexStatus(IndexStatus.DELETING).build()
                  : index);
    } else {
      indexes.add(
          GlobalSecondaryIndexDescription.builder()
              .indexName(update.create().indexName())
              .keySchema(update.create().keySchema())
              .projection(update.create().projection())
              .indexStatus(IndexStatus.CREATING)
              .build());
    }
    indexes(indexes);
    indexingUntil = now.plus(INDEXING);
  }

  @Override
  public UpdateTimeToLiveResponse updateTimeToLive(UpdateTimeToLiveRequest request) {
    alive();
    demandActive();
    if (now.isBefore(ttlLockedUntil)) {
      throw refused(
          "ValidationException",
          "Time to live has been modified multiple times within a fixed interval");
    }
    ttlLockedUntil = now.plus(Duration.ofHours(1));
    var specification = request.timeToLiveSpecification();
    ttl = specification.enabled() ? specification.attributeName() : null;
    written("UpdateTimeToLive");
    return UpdateTimeToLiveResponse.builder().build();
  }

  @Override
  public UpdateContinuousBackupsResponse updateContinuousBackups(
      UpdateContinuousBackupsRequest request) {
    alive();
    demandActive();
    if (now.isBefore(backupsFrom)) {
      throw refused("ContinuousBackupsUnavailableException", "Backups are being enabled");
    }
    backups = request.pointInTimeRecoverySpecification().pointInTimeRecoveryEnabled();
    written("UpdateContinuousBackups");
    return UpdateContinuousBackupsResponse.builder().build();
  }

  @Override
  public DeleteTableResponse deleteTable(DeleteTableRequest request) {
    alive();
    demandActive();
    if (Boolean.TRUE.equals(table.deletionProtectionEnabled())) {
      throw refused("ValidationException", "Resource cannot be deleted as it is protected");
    }
    busy(TableStatus.DELETING);
    written("DeleteTable");
    return DeleteTableResponse.builder().tableDescription(table).build();
  }

  @Override
  public DescribeTableResponse describeTable(DescribeTableRequest request) {
    reads.add("DescribeTable");
    demandTable();
    return DescribeTableResponse.builder().table(table).build();
  }

  @Override
  public DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request) {
    demandMade();
    return DescribeTimeToLiveResponse.builder()
        .timeToLiveDescription(
            it ->
                it.attributeName(ttl)
                    .timeToLiveStatus(
                        ttl == null ? TimeToLiveStatus.DISABLING : TimeToLiveStatus.ENABLING))
        .build();
  }

  @Override
  public DescribeContinuousBackupsResponse describeContinuousBackups(
      DescribeContinuousBackupsRequest request) {
    demandMade();
    return DescribeContinuousBackupsResponse.builder()
        .continuousBackupsDescription(
            it ->
                it.pointInTimeRecoveryDescription(
                    point -> point.pointInTimeRecoveryStatus(backups ? "ENABLED" : "DISABLED")))
        .build();
  }

  @Override
  public ListTagsOfResourceResponse listTagsOfResource(ListTagsOfResourceRequest request) {
    reads.add("ListTagsOfResource");
    demandTable();
    if (table.tableStatus() == TableStatus.CREATING
        || table.tableStatus() == TableStatus.DELETING) {
      throw refused(
          "ResourceNotFoundException", "Requested resource not found: " + table.tableArn());
    }
    return ListTagsOfResourceResponse.builder()
        .tags(
            tags.entrySet().stream()
                .map(it -> Tag.builder().key(it.getKey()).value(it.getValue()).build())
                .toList())
        .build();
  }

  /** What is there already is put once more without a word. */
  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    alive();
    demandActive();
    var put = request.tags().stream().collect(toMap(Tag::key, Tag::value));
    if (!tags.entrySet().containsAll(put.entrySet())) {
      demandUnlockedTags();
      tags.putAll(put);
      tagsLockedUntil = now.plus(TAGGING);
      written("TagResource");
    }
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    alive();
    demandActive();
    demandUnlockedTags();
    if (tags.keySet().removeAll(request.tagKeys())) {
      tagsLockedUntil = now.plus(TAGGING);
    }
    written("UntagResource");
    return UntagResourceResponse.builder().build();
  }

  private void demandUnlockedTags() {
    if (now.isBefore(tagsLockedUntil)) {
      throw refused(
          "LimitExceededException", "Subscriber limit exceeded: Table tags are being updated");
    }
  }

  @Override
  public GetResourcePolicyResponse getResourcePolicy(GetResourcePolicyRequest request) {
    demandMade();
    throw refused("PolicyNotFoundException", "Resource-based policy not found");
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    return ScanResponse.builder().count(holdsItems ? request.limit() : 0).build();
  }

  private void alive() {
    if (writes.size() >= diesAfter) {
      throw SdkClientException.create("the operator is dead");
    }
  }

  private void written(String operation) {
    writes.add(operation);
    alive();
  }

  private void busy(TableStatus status) {
    table = table.toBuilder().tableStatus(status).build();
    busyUntil = now.plus(MAKING);
  }

  private void indexes(List<GlobalSecondaryIndexDescription> indexes) {
    table = table.toBuilder().globalSecondaryIndexes(indexes).build();
  }

  private void demandTable() {
    if (table == null) {
      throw refused("ResourceNotFoundException", "Requested resource not found");
    }
  }

  private void demandMade() {
    demandTable();
    if (table.tableStatus() == TableStatus.CREATING) {
      throw refused("TableNotFoundException", "Table is not there yet");
    }
    if (table.tableStatus() == TableStatus.DELETING) {
      throw refused(
          "ValidationException", "Cannot describe time to live while table is in DELETING state");
    }
  }

  private void demandActive() {
    demandTable();
    if (table.tableStatus() != TableStatus.ACTIVE) {
      throw refused("ResourceInUseException", "Table is " + table.tableStatusAsString());
    }
  }

  private static AwsServiceException refused(String code, String message) {
    return Refused.with(400, code, message);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
