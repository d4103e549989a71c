package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * DynamoDB tables. DynamoDB takes one change at a time, and none while a table is being made or
 * changed: writes go as far as they can and then ask to be repeated.
 */
public final class DynamoTables implements AwsKind.Single<DynamoTable> {
  /**
   * DynamoDB says that descriptions and tags may be a few seconds old.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html">TagResource</a>
   */
  private static final Duration SETTLES = Duration.ofSeconds(10);

  private static final Duration BACKFILL = Duration.ofSeconds(30);

  /**
   * For how long DynamoDB refuses to remove tags after some were put: measured as 1.5 to 1.8 s.
   *
   * @see <a
   *     href="https://github.com/aws-controllers-k8s/dynamodb-controller/tree/main/docs/api-quirks">
   *     What was measured of DynamoDB: DDB-TABLE-103, 172, 440</a>
   */
  private static final Duration TAGS_LOCKED = Duration.ofSeconds(3);

  private static final Duration EXPIRY_LOCKED = Duration.ofMinutes(10);

  private final DynamoDbClient dynamo;
  private final Rarely rarely;
  private final TableReads reads;
  private final TableRemoval removal;

  public DynamoTables(DynamoDbClient dynamo, TagReader tags) {
    this(dynamo, tags, Rarely.everyTime());
  }

  DynamoTables(DynamoDbClient dynamo, TagReader tags, Rarely rarely) {
    this.dynamo = dynamo;
    this.rarely = rarely;
    this.reads = new TableReads(dynamo, tags, rarely);
    this.removal = new TableRemoval(dynamo);
  }

  @Override
  public Class<DynamoTable> type() {
    return DynamoTable.class;
  }

  @Override
  public Duration settles(Step step) {
    return SETTLES;
  }

  @Override
  public Optional<Found<DynamoTable>> read(DynamoTable want) {
    return Observed.unlessMissing(() -> reads.found(want));
  }

  @Override
  public Progress create(DynamoTable want) {
    var table = dynamo.createTable(TableRequests.create(want)).tableDescription();
    var made =
        new DynamoTable(
            want.key(),
            want.primaryKey(),
            want.indexes(),
            want.billingMode(),
            Optional.empty(),
            false,
            want.deletionProtection(),
            want.kmsKey(),
            want.tags(),
            Map.of());
    return update(new Change<>(want, made, Difference.between(want, made)), table);
  }

  @Override
  public Progress update(Change<DynamoTable> change) {
    return update(change, reads.describe(change.want().key().name()));
  }

  @Override
  public Progress delete(DynamoTable have, boolean withData) {
    return whenReady(have, table -> withData ? removal.withData(table) : removal.unlessKept(table));
  }

  @Override
  public Progress release(DynamoTable have, Owner owner) {
    return whenReady(
        have,
        table -> {
          var arn = table.tableArn();
          return write(arn, TagWrites.release(owner).on(reads.tags(arn)));
        });
  }

  /**
   * What {@code write} comes to once the table takes changes; nothing is left to do on one gone.
   */
  private Progress whenReady(DynamoTable have, Function<TableDescription, Progress> write) {
    return Observed.doneIfMissing(
        () -> {
          var table = reads.describe(have.key().name());
          return TableReads.isReady(table) ? write.apply(table) : TableReads.busy(table);
        });
  }

  private Progress update(Change<DynamoTable> change, TableDescription table) {
    if (!TableReads.isReady(table)) {
      return TableReads.busy(table);
    }
    var want = change.want();
    var tags =
        change.touches("/tags")
            ? write(table.tableArn(), TagWrites.between(want.tags(), change.have().tags()))
            : new Progress.Done();
    var additions = TableAdditions.unwanted(change);
    if (additions.contains(TableAdditions.POLICY)) {
      dynamo.deleteResourcePolicy(request -> request.resourceArn(table.tableArn()));
    }
    rarely.forget(Set.of(want.key()));
    var backups =
        change.touches("/pointInTimeRecovery") || additions.contains(TableMembers.PERIOD)
            ? backups(want)
            : new Progress.Done();
    var expiry = change.touches("/ttlAttribute") ? expiry(change) : new Progress.Done();
    var shape = reshape(change, table);
    return Stream.of(shape, backups, expiry, tags, TableAdditions.kept(want, additions))
        .filter(it -> !(it instanceof Progress.Done))
        .findFirst()
        .orElseGet(Progress.Done::new);
  }

  private Progress backups(DynamoTable want) {
    var longest = Integer.valueOf(TableMembers.BACKUPS.standard(TableMembers.PERIOD));
    return Observed.<Progress>unless(
            e -> AwsErrors.code(e).equals("ContinuousBackupsUnavailableException"),
            () -> {
              dynamo.updateContinuousBackups(
                  request ->
                      request
                          .tableName(want.key().name())
                          .pointInTimeRecoverySpecification(
                              it ->
                                  it.pointInTimeRecoveryEnabled(want.pointInTimeRecovery())
                                      .recoveryPeriodInDays(
                                          want.pointInTimeRecovery() ? longest : null)));
              return new Progress.Done();
            })
        .orElseGet(() -> new Progress.Wait(TableReads.SOON, "backups are being made available"));
  }

  /** Another attribute takes two changes, of which DynamoDB allows one an hour. */
  private Progress expiry(Change<DynamoTable> change) {
    var name = change.want().key().name();
    return Observed.<Progress>unless(
            DynamoTables::isChangedTooOften,
            () -> {
              change.have().ttlAttribute().ifPresent(it -> expire(name, it, false));
              change.want().ttlAttribute().ifPresent(it -> expire(name, it, true));
              return new Progress.Done();
            })
        .orElseGet(
            () -> new Progress.Wait(EXPIRY_LOCKED, "DynamoDB allows one change of TTL an hour"));
  }

  private void expire(String name, String attribute, boolean enabled) {
    dynamo.updateTimeToLive(
        request ->
            request
                .tableName(name)
                .timeToLiveSpecification(it -> it.attributeName(attribute).enabled(enabled)));
  }

  private static boolean isChangedTooOften(SdkException e) {
    return AwsErrors.code(e).equals("ValidationException")
        && String.valueOf(e.getMessage()).contains("modified multiple times");
  }

  private Progress reshape(Change<DynamoTable> change, TableDescription table) {
    var building = TableReads.buildingIndex(table);
    var requests =
        Stream.concat(
                TableRequests.updates(change).stream(),
                TableAdditions.removals(change, table).stream())
            .toList();
    for (var request : requests) {
      if (request.hasGlobalSecondaryIndexUpdates() && building.isPresent()) {
        return new Progress.Wait(BACKFILL, "index " + building.get() + " is being changed");
      }
      var changed = dynamo.updateTable(request).tableDescription();
      if (!TableReads.isReady(changed)) {
        return TableReads.busy(changed);
      }
    }
    return new Progress.Done();
  }

  /** First what is put, then what is removed: DynamoDB takes both only with a pause between. */
  private Progress write(String arn, TagWrites writes) {
    if (!writes.put().isEmpty()) {
      dynamo.tagResource(request -> request.resourceArn(arn).tags(TableRequests.sdk(writes.put())));
      return writes.remove().isEmpty()
          ? new Progress.Done()
          : new Progress.Wait(TAGS_LOCKED, "the table's tags are being updated");
    }
    if (!writes.remove().isEmpty()) {
      dynamo.untagResource(request -> request.resourceArn(arn).tagKeys(writes.remove()));
    }
    return new Progress.Done();
  }
}
