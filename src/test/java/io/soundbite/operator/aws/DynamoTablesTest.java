package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.DynamoTable.Index;
import io.soundbite.operator.blueprint.DynamoTable.PrimaryKey;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Observation.Present;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;

/** Tables on a DynamoDB that takes its time. */
class DynamoTablesTest {
  private static final Owner OWNER = new Owner("here", "soundbite", "staging");
  private static final Index INDEX = new Index(new PrimaryKey("userId", "createdAt"), "ALL");
  private static final int TURNS = 50;

  private final FakeDynamo dynamo = new FakeDynamo();
  private final AwsProvider<DynamoTable> tables =
      new AwsProvider<>(new DynamoTables(dynamo, TagReader.service()), Clock.systemUTC());

  @Test
  void waitsForTheTableBeforeTheRest() {
    assertThat(tables.create(table()))
        .isEqualTo(new Progress.Wait(Duration.ofSeconds(2), "the table is creating"));
    assertThat(seen(table())).isInstanceOf(Present.class);

    converge(table());

    assertThat(dynamo.writes)
        .containsExactly("CreateTable", "UpdateTimeToLive", "UpdateContinuousBackups");
    assertThat(dynamo.elapsed()).isLessThan(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void completesWhatACrashLeft(int writes) {
    dynamo.diesAfter = writes;
    for (int turn = 0; turn < TURNS; turn++) {
      dynamo.pass(turn(table()));
    }
    assertThat(dynamo.writes).hasSize(writes);
    assertThat(((Present<DynamoTable>) seen(table())).ownership())
        .isEqualTo(new Ownership.OwnedBy(OWNER));
    dynamo.diesAfter = Integer.MAX_VALUE;

    converge(table());

    assertThat(dynamo.writes)
        .containsExactlyInAnyOrder("CreateTable", "UpdateTimeToLive", "UpdateContinuousBackups");
  }

  /** A failed call would cost minutes, and a resource that two own would be nobody's. */
  @Test
  void changesTagsWithThePauseThatDynamoDbAsksFor() {
    converge(table());
    var have = have(table());
    dynamo.writes.clear();

    assertThat(tables.release(have, OWNER))
        .isEqualTo(new Progress.Wait(Duration.ofSeconds(3), "the table's tags are being updated"));
    dynamo.pass(Duration.ofSeconds(3));
    assertThat(tables.release(have, OWNER)).isEqualTo(new Progress.Done());
    assertThat(((Present<DynamoTable>) seen(table())).ownership())
        .isEqualTo(new Ownership.RetainedBy(OWNER));

    dynamo.pass(Duration.ofSeconds(3));
    converge(table());

    assertThat(dynamo.writes)
        .containsExactly("TagResource", "UntagResource", "TagResource", "UntagResource");
    assertThat(dynamo.tags).doesNotContainKey(Tags.RETAINED_BY);
    assertThat(dynamo.tags).containsEntry(Tags.OWNER, OWNER.toString());
  }

  /** Tags, expiry and backups are unknown then, and none of them is told to be missing. */
  @Test
  void whatIsBeingDeletedIsThereUntilItIsGone() {
    converge(table());
    dynamo.change(it -> it.deletionProtectionEnabled(false));
    dynamo.deleteTable(DeleteTableRequest.builder().build());

    assertThat(update(table()))
        .isEqualTo(new Progress.Wait(Duration.ofSeconds(2), "the table is deleting"));
    dynamo.pass(Duration.ofSeconds(5));

    assertThat(seen(table())).isInstanceOf(Observation.Absent.class);
  }

  /** Its tags are unknown while it is being created, and shown as none in the last second. */
  @Test
  void isNotAskedForItsTagsBeforeItIsThere() {
    var index = new TagIndex(new NoTags());
    var listed = new AwsProvider<>(new DynamoTables(dynamo, index), Clock.systemUTC(), index);
    listed.create(table());
    var have = ((Present<DynamoTable>) listed.observe(List.of(table())).get(table().key())).have();
    var change = new Change<>(table(), have, Difference.between(table(), have));

    dynamo.reads.clear();
    assertThat(listed.update(change))
        .isEqualTo(new Progress.Wait(Duration.ofSeconds(1), "the table is creating"));
    assertThat(dynamo.reads).containsExactly("DescribeTable");

    dynamo.pass(Duration.ofSeconds(6));
    assertThat(listed.update(change)).isNotInstanceOf(Progress.Failed.class);
    assertThat(dynamo.reads).contains("ListTagsOfResource");
  }

  @Test
  void changesTtlOnceAnHour() {
    converge(table());
    dynamo.writes.clear();
    var want = expiring("expiresAt");

    assertThat(update(want))
        .isEqualTo(
            new Progress.Wait(Duration.ofMinutes(10), "DynamoDB allows one change of TTL an hour"));
    converge(want);

    // Off, and on again an hour later; never the same one twice.
    assertThat(dynamo.writes).containsExactly("UpdateTimeToLive", "UpdateTimeToLive");
    assertThat(dynamo.elapsed()).isBetween(Duration.ofMinutes(120), Duration.ofMinutes(150));
  }

  @Test
  void replacesAnIndexInTurns() {
    converge(table());
    dynamo.writes.clear();
    var other = new Index(INDEX.primaryKey(), "KEYS_ONLY");
    var want = indexed(Map.of("UserIdIndex", other, "Another", INDEX));

    converge(want);

    assertThat(dynamo.writes).containsExactly("UpdateTable", "UpdateTable", "UpdateTable");
  }

  @Test
  void liftsProtectionAndWaitsUntilItIsGone() {
    converge(table());
    var have = ((Present<DynamoTable>) seen(table())).have();
    dynamo.writes.clear();

    assertThat(tables.delete(have, true))
        .isEqualTo(new Progress.Wait(Duration.ofSeconds(2), "the table is updating"));
    dynamo.pass(Duration.ofSeconds(5));
    assertThat(tables.delete(have, true))
        .isEqualTo(new Progress.Wait(Duration.ofSeconds(2), "the table is deleting"));
    assertThat(tables.delete(have, true))
        .isEqualTo(new Progress.Wait(Duration.ofSeconds(2), "the table is deleting"));
    dynamo.pass(Duration.ofSeconds(5));

    assertThat(tables.delete(have, true)).isEqualTo(new Progress.Done());
    assertThat(dynamo.writes).containsExactly("UpdateTable", "DeleteTable");
  }

  @Test
  void leavesAFormerProtectedTableWithItems() {
    converge(table());
    var have = ((Present<DynamoTable>) seen(table())).have();
    dynamo.holdsItems = true;
    dynamo.writes.clear();

    assertThat(tables.delete(have, false)).isInstanceOf(Progress.Failed.class);

    assertThat(dynamo.writes).isEmpty();
  }

  @Test
  void setsBackWhatOthersAdd() {
    converge(table());
    dynamo.writes.clear();
    dynamo.change(
        it ->
            it.streamSpecification(stream -> stream.streamEnabled(true).streamViewType("NEW_IMAGE"))
                .tableClassSummary(all -> all.tableClass("STANDARD_INFREQUENT_ACCESS"))
                .onDemandThroughput(
                    limit -> limit.maxReadRequestUnits(7L).maxWriteRequestUnits(-1L))
                .globalSecondaryIndexes(limited("UserIdIndex")));

    assertThat(Difference.between(table(), have(table())))
        .extracting(FieldDiff::path)
        .containsExactly(
            "/additional/GlobalSecondaryIndexes.OnDemandThroughput.MaxReadRequestUnits",
            "/additional/OnDemandThroughput.MaxReadRequestUnits",
            "/additional/StreamSpecification.StreamEnabled",
            "/additional/TableClassSummary.TableClass");
    converge(table());

    assertThat(dynamo.writes).hasSize(4).containsOnly("UpdateTable");
  }

  /** Copies of the data: not even with permission. */
  @Test
  void deletesNoReplica() {
    converge(table());
    dynamo.writes.clear();
    dynamo.change(
        it ->
            it.replicas(ReplicaDescription.builder().regionName("eu-west-1").build())
                .streamSpecification(stream -> stream.streamEnabled(true)));

    assertThat(Difference.between(table(), have(table())))
        .containsExactly(
            new FieldDiff(
                "/additional/Replicas.RegionName", null, "eu-west-1", FieldDiff.Nature.WEAKENING));
    assertThat(update(table()))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            it -> assertThat(it.failure().message()).contains("--replica-updates"));
    assertThat(dynamo.writes).isEmpty();
  }

  @Test
  void anIndexOfOthersIsHeld() {
    converge(table());
    dynamo.change(it -> it.globalSecondaryIndexes(limited("UserIdIndex"), limited("strangers")));

    assertThat(Difference.between(table(), have(table())))
        .filteredOn(FieldDiff::weakening)
        .extracting(FieldDiff::path)
        .containsExactly("/indexes/strangers");
  }

  private static GlobalSecondaryIndexDescription limited(String name) {
    return GlobalSecondaryIndexDescription.builder()
        .indexName(name)
        .keySchema(TableShape.schema(INDEX.primaryKey()))
        .projection(it -> it.projectionType(INDEX.projection()))
        .indexStatus("ACTIVE")
        .onDemandThroughput(it -> it.maxReadRequestUnits(7L))
        .build();
  }

  private DynamoTable have(DynamoTable want) {
    return ((Present<DynamoTable>) seen(want)).have();
  }

  @Test
  void knowsWhatCloudFormationMade() {
    converge(table());
    dynamo.tags = Map.of(Tags.CLOUDFORMATION_STACK, "SoundBite-staging-Database");

    assertThat(((Present<DynamoTable>) seen(table())).ownership())
        .isEqualTo(new Ownership.Foreign("cloudformation stack SoundBite-staging-Database"));
  }

  /** Turn after turn, as the engine does, until nothing differs and no write is under way. */
  private void converge(DynamoTable want) {
    for (int turn = 0; turn < TURNS; turn++) {
      dynamo.pass(turn(want));
      if (seen(want) instanceof Present<DynamoTable>(var have, var _, var _, var _)
          && Difference.between(want, have).isEmpty()) {
        dynamo.pass(Duration.ofSeconds(5));
        return;
      }
    }
    throw new AssertionError("not as wanted after " + TURNS + " turns: " + seen(want));
  }

  /** One turn; how long it asks to wait. */
  private Duration turn(DynamoTable want) {
    var progress =
        seen(want) instanceof Observation.Absent<DynamoTable> ? tables.create(want) : update(want);
    return switch (progress) {
      case Progress.Wait(var time, var _) -> time;
      case Progress.Failed(var failure) when !failure.message().contains("the operator") ->
          throw new AssertionError(failure.sentence());
      default -> Duration.ofSeconds(1);
    };
  }

  private Progress update(DynamoTable want) {
    var have = ((Present<DynamoTable>) seen(want)).have();
    return tables.update(new Change<>(want, have, Difference.between(want, have)));
  }

  private Observation<DynamoTable> seen(DynamoTable want) {
    return tables.observe(List.of(want)).get(want.key());
  }

  private static DynamoTable table() {
    return table("ttl", Map.of("UserIdIndex", INDEX));
  }

  private static DynamoTable expiring(String attribute) {
    return table(attribute, Map.of("UserIdIndex", INDEX));
  }

  private static DynamoTable indexed(Map<String, Index> indexes) {
    return table("ttl", indexes);
  }

  private static DynamoTable table(String ttl, Map<String, Index> indexes) {
    return new DynamoTable(
        new Key(Stack.DATABASE, Ids.TABLE, "SoundBite-staging-SoundbitesTable"),
        new PrimaryKey("pk", "sk"),
        indexes,
        "PAY_PER_REQUEST",
        Optional.of(ttl),
        true,
        true,
        new Tags("staging", "stage", OWNER).of(Stack.DATABASE, "Table"));
  }
}
