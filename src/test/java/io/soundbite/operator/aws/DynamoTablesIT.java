package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.DynamoTable.Index;
import io.soundbite.operator.blueprint.DynamoTable.PrimaryKey;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

class DynamoTablesIT extends TaggedKindContract<DynamoTable> {
  private static final String INDEX = "UserIdIndex";

  @Override
  AwsKind<DynamoTable> kind(AwsClients clients, TagReader tags) {
    return new DynamoTables(clients.dynamoDb(), tags);
  }

  @Override
  DynamoTable want(Names names, Map<String, String> tags) {
    return new DynamoTable(
        new Key(Stack.DATABASE, Ids.TABLE, names.table()),
        new PrimaryKey("pk", "sk"),
        Map.of(INDEX, new Index(new PrimaryKey("userId", "createdAt"), "ALL")),
        "PAY_PER_REQUEST",
        Optional.of("ttl"),
        true,
        false,
        tags);
  }

  @Override
  List<Drift> drifts(DynamoTable want) {
    return List.of(
        reshaped(want, "/indexes/" + INDEX, it -> it.globalSecondaryIndexUpdates(removed(INDEX))),
        reshaped(
            want,
            "/billingMode",
            it ->
                it.billingMode(BillingMode.PROVISIONED)
                    .provisionedThroughput(
                        units -> units.readCapacityUnits(1L).writeCapacityUnits(1L))),
        reshaped(
            want,
            "/additional/StreamSpecification.StreamEnabled",
            it ->
                it.streamSpecification(
                    stream -> stream.streamEnabled(true).streamViewType("NEW_IMAGE"))),
        new Drift("/additional/policy", () -> open(want)),
        new Drift(
            "/additional/PointInTimeRecoveryDescription.RecoveryPeriodInDays",
            () ->
                aws()
                    .dynamoDb()
                    .updateContinuousBackups(
                        request ->
                            request
                                .tableName(want.key().name())
                                .pointInTimeRecoverySpecification(
                                    it ->
                                        it.pointInTimeRecoveryEnabled(true)
                                            .recoveryPeriodInDays(1)))),
        reshaped(
            want,
            "/kmsKey",
            it ->
                it.sseSpecification(
                    sse ->
                        sse.enabled(true)
                            .kmsMasterKeyId(AwsOthers.key(emulator().names().facts())))),
        reshaped(want, "/deletionProtection", it -> it.deletionProtectionEnabled(true)),
        new Drift("/ttlAttribute", () -> expire(want, "ttl", false)),
        new Drift(
            "/ttlAttribute",
            () -> {
              expire(want, "ttl", false);
              expire(want, "other", true);
            }),
        new Drift(
            "/pointInTimeRecovery",
            () ->
                aws()
                    .dynamoDb()
                    .updateContinuousBackups(
                        request ->
                            request
                                .tableName(want.key().name())
                                .pointInTimeRecoverySpecification(
                                    it -> it.pointInTimeRecoveryEnabled(false)))),
        new Drift(
            "/tags/Component",
            () ->
                aws()
                    .dynamoDb()
                    .untagResource(
                        request -> request.resourceArn(arn(want)).tagKeys("Component"))));
  }

  @Test
  void keepsWhatIsProtectedUnlessDataMayGo() {
    var want = made(protectedTable());

    assertThat(provider().delete(want, false))
        .isEqualTo(kept(want, "deletion protection is on; spec.aws.deleteData: true lifts it"));
    assertThat(present(want).have()).isEqualTo(want);

    assertThat(provider().delete(want, true)).isEqualTo(new Progress.Done());
    assertThat(observed(want)).isInstanceOf(Observation.Absent.class);
  }

  @Test
  void keepsWhatHoldsItemsUnlessDataMayGo() {
    var want = made();
    aws()
        .dynamoDb()
        .putItem(
            request ->
                request
                    .tableName(want.key().name())
                    .item(
                        Map.of("pk", AttributeValue.fromS("1"), "sk", AttributeValue.fromS("1"))));

    assertThat(provider().delete(want, false))
        .isEqualTo(kept(want, "holds items; spec.aws.deleteData: true deletes it with them"));
    assertThat(present(want).have()).isEqualTo(want);

    assertThat(provider().delete(want, true)).isEqualTo(new Progress.Done());
    assertThat(observed(want)).isInstanceOf(Observation.Absent.class);
  }

  @Test
  void turnsBackupsOnOnlyWhereWanted() {
    var want = want();
    var plain =
        new DynamoTable(
            want.key(),
            want.primaryKey(),
            want.indexes(),
            want.billingMode(),
            want.ttlAttribute(),
            false,
            false,
            want.tags());

    assertThat(calls().of(() -> made(plain))).containsExactly("CreateTable", "UpdateTimeToLive");
  }

  private DynamoTable protectedTable() {
    var want = want();
    return new DynamoTable(
        want.key(),
        want.primaryKey(),
        want.indexes(),
        want.billingMode(),
        want.ttlAttribute(),
        true,
        true,
        want.tags());
  }

  private static Progress kept(DynamoTable table, String why) {
    return new Progress.Failed(
        new Failure(Failure.Kind.HELD, "dynamodb:DeleteTable", table.key().name(), why));
  }

  /** Everybody in another account may read the items. */
  private void open(DynamoTable want) {
    var policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
            + "{\"AWS\":\"210987654321\"},\"Action\":\"dynamodb:Scan\",\"Resource\":\"*\"}]}";
    aws().dynamoDb().putResourcePolicy(it -> it.resourceArn(arn(want)).policy(policy));
  }

  private Drift reshaped(
      DynamoTable want, String path, Consumer<UpdateTableRequest.Builder> change) {
    return new Drift(
        path,
        () ->
            aws()
                .dynamoDb()
                .updateTable(request -> change.accept(request.tableName(want.key().name()))));
  }

  private static GlobalSecondaryIndexUpdate removed(String index) {
    return GlobalSecondaryIndexUpdate.builder().delete(it -> it.indexName(index)).build();
  }

  private void expire(DynamoTable table, String attribute, boolean enabled) {
    aws()
        .dynamoDb()
        .updateTimeToLive(
            request ->
                request
                    .tableName(table.key().name())
                    .timeToLiveSpecification(it -> it.attributeName(attribute).enabled(enabled)));
  }

  @Test
  void isSweptInFewCalls() {
    assertThat(callsOfASweep())
        .containsExactlyInAnyOrder(
            "DescribeTable",
            "DescribeTimeToLive",
            "DescribeContinuousBackups",
            "GetResourcePolicy");
  }

  @Override
  Map<String, String> tags(DynamoTable have) {
    return aws()
        .dynamoDb()
        .listTagsOfResource(request -> request.resourceArn(arn(have)))
        .tags()
        .stream()
        .collect(toMap(Tag::key, Tag::value));
  }

  @Override
  void tag(DynamoTable have, Map<String, String> tags) {
    aws()
        .dynamoDb()
        .tagResource(
            request ->
                request
                    .resourceArn(arn(have))
                    .tags(sdk(tags, (key, value) -> Tag.builder().key(key).value(value).build())));
  }

  private String arn(DynamoTable table) {
    return aws()
        .dynamoDb()
        .describeTable(request -> request.tableName(table.key().name()))
        .table()
        .tableArn();
  }
}
