package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.NOON;
import static io.soundbite.operator.engine.Samples.US;
import static io.soundbite.operator.engine.Samples.key;
import static io.soundbite.operator.engine.Samples.logGroup;
import static io.soundbite.operator.engine.Specimens.bucket;
import static io.soundbite.operator.engine.Specimens.rule;
import static io.soundbite.operator.engine.Specimens.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.HoldsData;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What keeps data and guards from being lost quietly, and what is done all the same. */
class ProtectionTest {
  private static final DynamoTable TABLE = table(true, true);
  private static final Protection LEAVE = new Protection(Set.of(), Optional.empty(), true);

  private static Step plan(Protection protection, Desired want, Observation<?> seen) {
    return new Planner(new Ours(US, false, Optional.empty()), Ignored.nothing(), protection)
        .plan(List.of(want), Map.of(want.key(), seen))
        .getFirst();
  }

  private static Step plan(Desired want, Desired have) {
    return plan(Protection.fresh(), want, Samples.present(have));
  }

  private static ObjectAssert<Change<?>> assertUpdate(Step step, String... paths) {
    assertThat(step).isInstanceOf(Step.Update.class);
    Change<?> change = ((Step.Update) step).change();
    assertThat(change.diffs()).extracting(FieldDiff::path).containsExactly(paths);
    return assertThat(change);
  }

  private static ObjectAssert<Step.Blocked> assertBlocked(
      Step step, String reason, String... paths) {
    assertThat(step).isInstanceOf(Step.Blocked.class);
    var blocked = (Step.Blocked) step;
    assertThat(blocked.reason()).isEqualTo(reason);
    assertThat(blocked.diffs()).extracting(FieldDiff::path).containsExactly(paths);
    return assertThat(blocked);
  }

  @Nested
  class Data {
    private static final Set<String> HELD = Set.of("Queue/table", "Queue/bucket", "Queue/ApiLogs");

    static List<Desired> withData() {
      return List.of(TABLE, bucket(true, rule(90, null)));
    }

    private static Step missing(Desired want, Set<String> data, Optional<String> recreate) {
      return plan(
          new Protection(data, recreate, false), want, new Observation.Absent<LogGroup>(NOON));
    }

    @ParameterizedTest
    @MethodSource("withData")
    void whatHeldDataIsNotQuietlyMadeAnew(Desired want) {
      assertBlocked(missing(want, HELD, Optional.empty()), "DataLoss")
          .extracting(Step.Blocked::message)
          .asString()
          .startsWith(want.key().name() + " is gone, and its data with it")
          .contains(((HoldsData) want).backup())
          .contains("soundbite.io/recreate: " + want.key().path() + " (remove it first");
    }

    @ParameterizedTest
    @MethodSource("withData")
    void whatHadNeverBeenThereIsMade(Desired want) {
      assertThat(missing(want, Set.of(), Optional.empty())).isEqualTo(new Step.Create(want));
      assertThat(missing(want, Set.of("Queue/other"), Optional.empty()))
          .isEqualTo(new Step.Create(want));
    }

    @ParameterizedTest
    @MethodSource("withData")
    void isMadeAnewWhenSomebodyAsksForIt(Desired want) {
      assertThat(missing(want, HELD, Optional.of(want.key().path())))
          .isEqualTo(new Step.Create(want));
      assertThat(missing(want, HELD, Optional.of("Queue/other"))).isInstanceOf(Step.Blocked.class);
    }

    /** DynamoDB takes the expiry of items only when the table is there. */
    @Test
    void whatWasCreatedAgainIsCompleted() {
      var recorded =
          new Protection(HELD, Optional.empty(), false).withReached(Set.of(TABLE.key().path()));
      var part = Samples.present(Specimens.withoutTtl(TABLE));

      assertBlocked(plan(recorded, TABLE, part), "Downgrade", "/ttlAttribute");
      assertUpdate(plan(recorded.withCreating(Set.of(TABLE.key())), TABLE, part), "/ttlAttribute");
    }

    @Test
    void whatHoldsNoneIsMadeAnewWhateverIsRecorded() {
      assertThat(missing(logGroup(30), HELD, Optional.empty()))
          .isEqualTo(new Step.Create(logGroup(30)));
    }

    @Test
    void whatIsThereIsPutRightAndWhatIsNotReadIsNotLost() {
      var data = new Protection(HELD, Optional.empty(), false);

      assertThat(plan(data, TABLE, Samples.present(TABLE))).isEqualTo(new Step.Keep(TABLE.key()));
      assertThat(plan(data, TABLE, new Observation.Unknown<LogGroup>(Samples.DENIED, NOON)))
          .isInstanceOfSatisfying(
              Step.Blocked.class, it -> assertThat(it.reason()).isEqualTo("AccessDenied"));
    }

    @Test
    void waitsForWhatItIsBuiltUpon() {
      var after = Protection.fresh().missing(Samples.filter("ERROR")).after();

      assertThat(after).containsExactly("ApiLogs");
    }
  }

  @Nested
  class Guards {
    @ParameterizedTest
    @CsvSource({"30, 90, true", "30, 31, true", "30, 30, false", "30, 7, false", "30, 1, false"})
    void fewerDaysAreKeptOnlyWithLeave(int want, int have, boolean guarded) {
      var diffs = Difference.between(logGroup(want), logGroup(have));

      assertThat(diffs.stream().anyMatch(FieldDiff::weakening)).isEqualTo(guarded);
      assertThat(diffs.stream().anyMatch(it -> Protection.fresh().guards(it, false)))
          .isEqualTo(guarded);
      assertThat(diffs).noneMatch(it -> LEAVE.guards(it, false));
    }

    private static final Protection REACHED =
        Protection.fresh().withReached(Set.of("Queue/ApiLogs", "Queue/table", "Queue/bucket"));

    /** What is kept for ever is kept the longest. */
    @Test
    void whatIsKeptForEverIsNotDeletedWithoutLeave() {
      assertBlocked(
              plan(REACHED, logGroup(30), Samples.present(logGroup(0))),
              "Downgrade",
              "/retentionDays")
          .extracting(Step.Blocked::message)
          .asString()
          .contains("would protect less: /retentionDays: (none) -> 30");
      assertUpdate(plan(LEAVE, logGroup(30), Samples.present(logGroup(0))), "/retentionDays");
      assertBlocked(
          plan(REACHED, bucket(true, rule(90, null)), Samples.present(unlimited())),
          "Downgrade",
          "/lifecycle/all");
    }

    private static Desired unlimited() {
      var bucket = bucket(true, rule(90, null));
      return new S3Bucket(
          bucket.key(),
          bucket.region(),
          bucket.encryption(),
          bucket.kmsKey(),
          bucket.publicAccess(),
          bucket.policy(),
          Map.of(),
          bucket.versioning(),
          bucket.tags());
    }

    /** A second call sets it. */
    @Test
    void whatIsBeingCreatedIsCompleted() {
      assertUpdate(plan(logGroup(30), logGroup(0)), "/retentionDays");
      assertUpdate(plan(bucket(true, rule(90, null)), unlimited()), "/lifecycle/all");
      assertBlocked(plan(logGroup(30), logGroup(90)), "Downgrade", "/retentionDays");
    }

    @Test
    void whatWasLeftBehindIsNotBeingCreated() {
      var left = new Observation.Present<>(logGroup(0), new Ownership.RetainedBy(US), NOON);

      assertBlocked(plan(Protection.fresh(), logGroup(30), left), "Downgrade", "/retentionDays");
    }

    @Test
    void aGuardAloneStaysAndThatIsSaid() {
      var want = table(false, false);

      assertBlocked(plan(want, TABLE), "Downgrade", "/pointInTimeRecovery", "/deletionProtection")
          .extracting(Step.Blocked::message)
          .asString()
          .startsWith(
              "SoundBite-staging-table would protect less: /pointInTimeRecovery: true -> false,"
                  + " /deletionProtection: true -> false.")
          .contains("soundbite.io/allow-downgrade");
      assertBlocked(
          plan(bucket(false, rule(90, null)), bucket(true, rule(90, null))),
          "Downgrade",
          "/versioning");
    }

    @Test
    void aGuardThatIsRaisedIsRaised() {
      assertUpdate(plan(TABLE, table(false, false)), "/pointInTimeRecovery", "/deletionProtection");
    }

    @Test
    void whatElseDiffersIsDoneFirstAndLeavesTheGuardsAsTheyAre() {
      var want = table("PAY_PER_REQUEST", false, true);
      var have = table("PROVISIONED", true, true);

      assertUpdate(plan(want, have), "/billingMode")
          .satisfies(
              change -> {
                assertThat(change.have()).isEqualTo(have);
                assertThat(change.want())
                    .as("a write of the whole keeps the guard")
                    .isEqualTo(TABLE);
                assertThat(change.kept())
                    .as("it is shown all the same")
                    .extracting(FieldDiff::path)
                    .containsExactly("/pointInTimeRecovery");
              });
      assertBlocked(plan(want, TABLE), "Downgrade", "/pointInTimeRecovery");
    }

    @Test
    void aGuardThatIsRaisedIsRaisedBesideOneThatIsNotLowered() {
      assertUpdate(plan(table(false, true), table(true, false)), "/deletionProtection")
          .satisfies(change -> assertThat(change.want()).isEqualTo(TABLE));
    }

    @Test
    void withLeaveAllIsDoneAtOnce() {
      var want = table("PAY_PER_REQUEST", false, true);

      assertUpdate(
              plan(LEAVE, want, Samples.present(table("PROVISIONED", true, true))),
              "/billingMode",
              "/pointInTimeRecovery")
          .satisfies(change -> assertThat(change.want()).isEqualTo(want));
      assertUpdate(plan(LEAVE, logGroup(7), Samples.present(logGroup(30))), "/retentionDays");
    }

    /** The annotation is to the whole resource. */
    @Test
    void whatIsAdoptedSaysAllThatTheAnnotationWouldPermit() {
      var have =
          new DynamoTable(
              TABLE.key(),
              TABLE.primaryKey(),
              TABLE.indexes(),
              TABLE.billingMode(),
              Optional.empty(),
              true,
              true,
              TABLE.tags());
      var seen = new Observation.Present<>(have, new Ownership.Unowned(), NOON);

      assertBlocked(adopt(TABLE, seen), "Downgrade", "/ttlAttribute")
          .satisfies(it -> assertThat(it.message()).doesNotContain("permits this too"));
      assertBlocked(
              adopt(table(false, false), seen),
              "Downgrade",
              "/ttlAttribute",
              "/pointInTimeRecovery",
              "/deletionProtection")
          .satisfies(
              it ->
                  assertThat(it.message())
                      .contains("would begin to delete by itself", "/ttlAttribute: (none) -> ttl.")
                      .endsWith(
                          "The annotation permits this too: /pointInTimeRecovery: true -> false,"
                              + " /deletionProtection: true -> false, which protects less."));
    }

    private static Step adopt(Desired want, Observation<?> seen) {
      return new Planner(new Ours(US, true, Optional.empty()))
          .plan(List.of(want), Map.of(want.key(), seen))
          .getFirst();
    }

    @Test
    void leaveToLowerIsNoLeaveToMakeAnew() {
      var protection = new Protection(Set.of("Queue/table"), Optional.empty(), true);

      assertBlocked(plan(protection, TABLE, new Observation.Absent<LogGroup>(NOON)), "DataLoss");
    }

    @Test
    void whatCannotBeChangedIsSaidBeforeWhatMustNotBe() {
      var want = table(false, true);
      var have =
          new DynamoTable(
              key("table"),
              new DynamoTable.PrimaryKey("pk", "other"),
              want.indexes(),
              want.billingMode(),
              want.ttlAttribute(),
              true,
              true,
              want.tags());

      assertBlocked(plan(want, have), "Immutable", "/primaryKey/sort");
      assertBlocked(plan(LEAVE, want, Samples.present(have)), "Immutable", "/primaryKey/sort");
    }

    @Test
    void aGuardThatIsIgnoredIsNobodysConcern() {
      var ignored = new Ignored(Map.of("Queue/ApiLogs", Set.of("/retentionDays")));
      var planner = new Planner(new Ours(US, false, Optional.empty()), ignored, Protection.fresh());
      var seen = new HashMap<Key, Observation<?>>();
      seen.put(logGroup(7).key(), Samples.present(logGroup(30)));

      assertThat(planner.plan(List.of(logGroup(7)), seen))
          .containsExactly(new Step.Keep(logGroup(7).key()));
    }
  }

  /** The owner tag was removed from what is recorded as this environment's. */
  @Nested
  class Owners {
    private static final LogGroup GROUP =
        new LogGroup(
            key("ApiLogs"), "arn:logs", Optional.of(30), Map.of(Tags.OWNER, US.toString()));
    private static final LogGroup BARE =
        new LogGroup(key("ApiLogs"), "arn:logs", Optional.of(30), Map.of());
    private static final Protection RECORDED =
        Protection.fresh().withReached(Set.of("Queue/ApiLogs", "Queue/thing"));

    private static Observation<?> found(Desired have, Ownership ownership) {
      return new Observation.Present<>(have, ownership, NOON);
    }

    @Test
    void aMissingOwnerTagIsDriftOfThatTag() {
      assertUpdate(
          plan(RECORDED, GROUP, found(BARE, new Ownership.Unowned())), "/tags/soundbite.io~1owner");
    }

    @Test
    void itsGuardsStayWhatTheyAre() {
      var kept = new LogGroup(BARE.key(), BARE.arn(), Optional.empty(), Map.of());

      assertUpdate(
              plan(RECORDED, GROUP, found(kept, new Ownership.Unowned())),
              "/tags/soundbite.io~1owner")
          .satisfies(
              change ->
                  assertThat(change.kept())
                      .extracting(FieldDiff::path)
                      .containsExactly("/retentionDays"));
    }

    @Test
    void whatIsNotRecordedOrNamesAnotherIsAConflict() {
      assertBlocked(
          plan(Protection.fresh(), GROUP, found(BARE, new Ownership.Unowned())), "NamingConflict");
      assertBlocked(
          plan(RECORDED, GROUP, found(BARE, new Ownership.OwnedBy(Samples.THEM))),
          "NamingConflict");
      assertBlocked(
          plan(RECORDED, GROUP, found(BARE, new Ownership.Foreign("somebody"))), "NamingConflict");
    }

    @Test
    void kubernetesObjectsAreHandedOver() {
      var object = Samples.thing("thing");

      assertBlocked(
          plan(RECORDED, object, found(object, new Ownership.Unowned())), "NamingConflict");
    }
  }

  /** A resource that is taken over is brought to the blueprint, and protects no less for that. */
  @Nested
  class Adoption {
    private static final Planner PLANNER = adopting(Protection.fresh());

    private static Planner adopting(Protection protection) {
      return new Planner(new Ours(US, true, Optional.empty()), Ignored.nothing(), protection);
    }

    private static Step adopt(Desired want, Desired have) {
      return adopt(PLANNER, want, have);
    }

    private static Step adopt(Planner planner, Desired want, Desired have) {
      return planner
          .plan(
              List.of(want),
              Map.of(want.key(), new Observation.Present<>(have, new Ownership.Unowned(), NOON)))
          .getFirst();
    }

    private static LogGroup owned(int days) {
      var group = logGroup(days);
      return new LogGroup(
          group.key(), group.arn(), group.retentionDays(), Map.of(Tags.OWNER, US.toString()));
    }

    private static LogGroup stray(int days) {
      return new LogGroup(
          owned(days).key(), owned(days).arn(), owned(days).retentionDays(), Map.of());
    }

    @Test
    void marksItAndLeavesItsGuards() {
      assertUpdate(adopt(owned(30), stray(90)), "/tags/soundbite.io~1owner")
          .satisfies(change -> assertThat(change.want()).isEqualTo(owned(90)));
      assertBlocked(adopt(owned(30), owned(90)), "Downgrade", "/retentionDays");
    }

    @Test
    void raisesItsGuards() {
      assertUpdate(adopt(owned(30), stray(7)), "/retentionDays", "/tags/soundbite.io~1owner")
          .satisfies(change -> assertThat(change.want()).isEqualTo(owned(30)));
    }

    @Test
    void beginsToExpireNothing() {
      var strays = bucket(true, rule(365, null));

      assertBlocked(
              adopt(bucket(true, rule(90, null)), strays), "Downgrade", "/lifecycle/all/expireDays")
          .extracting(Step.Blocked::message)
          .asString()
          .contains("365 -> 90", "allow-downgrade", "drift.ignore");
      assertUpdate(
          adopt(adopting(LEAVE), bucket(true, rule(90, null)), strays),
          "/lifecycle/all/expireDays");
    }

    @Test
    void hasLessExpire() {
      assertUpdate(
          adopt(bucket(true, rule(null, null)), bucket(true, rule(90, null))),
          "/lifecycle/all/expireDays");
    }

    @Test
    void doesNotSayThatDataWasLostThatWasNeverHad() {
      assertThat(
              PLANNER
                  .plan(
                      List.of(TABLE),
                      Map.of(TABLE.key(), new Observation.Absent<DynamoTable>(NOON)))
                  .getFirst())
          .isEqualTo(new Step.Create(TABLE));
    }
  }
}
