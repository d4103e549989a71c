package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.key;
import static io.soundbite.operator.engine.Samples.logGroup;
import static io.soundbite.operator.engine.Samples.thing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.DynamoTable.Index;
import io.soundbite.operator.blueprint.DynamoTable.PrimaryKey;
import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.S3Bucket.LifecycleRule;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.SqsQueue;
import io.soundbite.operator.blueprint.Tree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  private static List<FieldDiff> between(Desired want, Desired have) {
    return Difference.between(want, have);
  }

  private static FieldDiff diff(String path, @Nullable Object want, @Nullable Object have) {
    return new FieldDiff(path, want, have, FieldDiff.Nature.PLAIN);
  }

  private static SqsQueue queue(Optional<SqsQueue.Redrive> redrive, Map<String, String> tags) {
    return new SqsQueue(
        key("queue"),
        "https://queue",
        Duration.ofSeconds(130),
        Duration.ofDays(4),
        Duration.ofSeconds(20),
        true,
        Optional.empty(),
        redrive,
        Optional.empty(),
        tags);
  }

  private static DynamoTable table(PrimaryKey primaryKey, Map<String, Index> indexes) {
    return new DynamoTable(
        key("table"),
        primaryKey,
        indexes,
        "PAY_PER_REQUEST",
        Optional.of("ttl"),
        true,
        true,
        Map.of());
  }

  private static S3Bucket bucket(@Nullable Integer abortUploadDays) {
    return new S3Bucket(
        key("bucket"),
        "us-east-1",
        Optional.of("AES256"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of("all", new LifecycleRule("", true, Map.of(), 90, null, abortUploadDays)),
        false,
        Map.of());
  }

  private static IamRole role(@Nullable String description) {
    return new IamRole(
        key("role"),
        Policy.parse("{}"),
        Map.of(),
        Set.of(),
        Optional.empty(),
        description,
        Map.of());
  }

  private static KubeObject object(Object... keysAndValues) {
    return new KubeObject(key("object"), Tree.obj(keysAndValues), Set.of());
  }

  @Test
  void nothingDiffers() {
    assertThat(between(logGroup(7), logGroup(7))).isEmpty();
  }

  @Test
  void theKeyIsNoField() {
    var renamed =
        new LogGroup(key("Other"), "arn:logs", Optional.of(7), Map.of("Project", "SoundBite"));

    assertThat(between(logGroup(7), renamed)).isEmpty();
  }

  @Test
  void kindsAreNotCompared() {
    assertThatThrownBy(() -> between(logGroup(7), thing("queue")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LogGroup")
        .hasMessageContaining("KubeObject");
  }

  @Test
  void aComponent() {
    assertThat(between(logGroup(30), logGroup(7))).containsExactly(diff("/retentionDays", 30, 7));
  }

  @Test
  void aComponentOfARecordInAnOptional() {
    assertThat(
            between(
                queue(Optional.of(new SqsQueue.Redrive("arn:dlq", 3)), Map.of()),
                queue(Optional.of(new SqsQueue.Redrive("arn:dlq", 5)), Map.of())))
        .containsExactly(diff("/redrive/maxReceives", 3, 5));
  }

  @Test
  void anOptionalThatIsEmptyOnOneSideIsAWhole() {
    var redrive = new SqsQueue.Redrive("arn:dlq", 3);
    var with = queue(Optional.of(redrive), Map.of());
    var without = queue(Optional.empty(), Map.of());

    assertThat(between(with, without)).containsExactly(diff("/redrive", redrive, null));
    assertThat(between(without, with)).containsExactly(diff("/redrive", null, redrive));
  }

  @Test
  void entriesOfAMap() {
    var want =
        new LogGroup(
            key("logs"),
            "arn",
            Optional.of(7),
            Map.of("same", "1", "changed", "2", "missing", "3"));
    var have =
        new LogGroup(
            key("logs"),
            "arn",
            Optional.of(7),
            Map.of("same", "1", "changed", "x", "foreign", "4"));

    assertThat(between(want, have))
        .containsExactly(
            diff("/tags/changed", "2", "x"),
            diff("/tags/foreign", null, "4"),
            diff("/tags/missing", "3", null));
  }

  @Test
  void recordsInAMap() {
    var one = new Index(new PrimaryKey("userId", "createdAt"), "ALL");
    var other = new Index(new PrimaryKey("userId", "at"), "ALL");
    var keys = new PrimaryKey("pk", "sk");

    assertThat(between(table(keys, Map.of("User", one)), table(keys, Map.of("User", other))))
        .containsExactly(diff("/indexes/User/primaryKey/sort", "createdAt", "at"));
    assertThat(between(table(keys, Map.of("User", one)), table(keys, Map.of())))
        .containsExactly(diff("/indexes/User", one, null));
  }

  @Test
  void whatIsBelowAnImmutableComponentIsImmutable() {
    assertThat(
            between(
                table(new PrimaryKey("pk", "sk"), Map.of()),
                table(new PrimaryKey("pk", "at"), Map.of())))
        .containsExactly(new FieldDiff("/primaryKey/sort", "sk", "at", FieldDiff.Nature.IMMUTABLE));
  }

  @Test
  void namesWithSlashesAndTildesStayOneStep() {
    var want = queue(Optional.empty(), Map.of("soundbite.io/owner~1", "us"));
    var diffs = between(want, queue(Optional.empty(), Map.of()));

    assertThat(diffs).containsExactly(diff("/tags/soundbite.io~1owner~01", "us", null));
    assertThat(diffs.getFirst().steps()).containsExactly("tags", "soundbite.io/owner~1");
  }

  @Test
  void setsAreWholes() {
    var one = new SnsTopic(key("topic"), "arn", Set.of("a@example.com"), Map.of());
    var other = new SnsTopic(key("topic"), "arn", Set.of("b@example.com"), Map.of());

    assertThat(between(one, other))
        .containsExactly(diff("/subscribers", Set.of("a@example.com"), Set.of("b@example.com")));
  }

  @Nested
  class Silence {
    @Test
    void aNullableComponentThatIsNullOnEitherSideIsNoDifference() {
      assertThat(between(role("for the API"), role(null))).isEmpty();
      assertThat(between(role(null), role("for the API"))).isEmpty();
      assertThat(between(role(null), role(null))).isEmpty();
      assertThat(between(role("for the API"), role("other")))
          .containsExactly(diff("/description", "for the API", "other"));
    }

    @Test
    void nullWithinANestedRecordIsAbsence() {
      assertThat(between(bucket(7), bucket(null)))
          .containsExactly(diff("/lifecycle/all/abortUploadDays", 7, null));
      assertThat(between(bucket(null), bucket(7)))
          .containsExactly(diff("/lifecycle/all/abortUploadDays", null, 7));
    }
  }

  @Nested
  class Json {
    @Test
    void fieldsOfAnUnwrappedComponentAreTheResourcesOwn() {
      assertThat(
              between(object("spec", Map.of("replicas", 2)), object("spec", Map.of("replicas", 3))))
          .containsExactly(diff("/spec/replicas", Tree.of(2), Tree.of(3)));
    }

    @Test
    void fieldsOnOneSideOnly() {
      assertThat(between(object("data", Map.of("A", "1")), object("data", Map.of("B/C", "2"))))
          .containsExactly(
              diff("/data/A", Tree.of("1"), null), diff("/data/B~1C", null, Tree.of("2")));
    }

    @Test
    void nullIsNotAbsence() {
      assertThat(between(repository(Tree.obj("a", new Tree.Null())), repository(Tree.obj())))
          .containsExactly(diff("/lifecyclePolicy/a", new Tree.Null(), null));
    }

    @Test
    void numbersByValue() {
      assertThat(between(object("n", 1), object("n", 1.0))).isEmpty();
    }

    @Test
    void listsAreWholes() {
      assertThat(between(object("l", List.of(1, 2)), object("l", List.of(2, 1))))
          .containsExactly(diff("/l", Tree.arr(1, 2), Tree.arr(2, 1)));
    }

    @Test
    void listsWithNamesAreComparedByName() {
      assertThat(
              between(
                  object("l", keyed("a", 1, "b", 2)), object("l", keyed("b", 3, "a", 1, "c", 4))))
          .containsExactly(diff("/l/b", Tree.of(2), Tree.of(3)), diff("/l/c", null, Tree.of(4)));
      assertThat(between(object("l", keyed("a", 1, "b", 2)), object("l", keyed("b", 2, "a", 1))))
          .as("their order means nothing")
          .isEmpty();
    }

    @Test
    void shapesOfAnotherKindAreWholes() {
      assertThat(between(object("x", Map.of("a", 1)), object("x", List.of(1))))
          .containsExactly(diff("/x", Tree.obj("a", 1), Tree.arr(1)));
      assertThat(between(object("x", "1"), object("x", 1)))
          .containsExactly(diff("/x", Tree.of("1"), Tree.of(1)));
    }

    @Test
    void inAnOptional() {
      assertThat(between(repository(Tree.obj("days", 7)), repository(Tree.obj("days", 9))))
          .containsExactly(diff("/lifecyclePolicy/days", Tree.of(7), Tree.of(9)));
    }

    private static EcrRepository repository(Tree policy) {
      return new EcrRepository(
          key("repository"),
          "arn",
          true,
          "MUTABLE",
          Optional.of(policy),
          Optional.empty(),
          Map.of());
    }

    private static Tree.Keyed keyed(Object... keysAndValues) {
      var items = new LinkedHashMap<String, Tree>();
      for (int i = 0; i < keysAndValues.length; i += 2) {
        items.put((String) keysAndValues[i], Tree.of(keysAndValues[i + 1]));
      }
      return new Tree.Keyed(items);
    }
  }

  @Test
  void jsonObjectsThatAreNoResourcesAreComparedAlike() {
    var want = Tree.obj("a", Tree.obj("b", 1, "c/d", 2), "list", List.of(1));
    var have = Tree.obj("a", Tree.obj("b", 1), "list", List.of(2));

    assertThat(Difference.between(want, have))
        .containsExactly(
            diff("/a/c~1d", Tree.of(2), null),
            diff("/list", Tree.of(List.of(1)), Tree.of(List.of(2))));
    assertThat(Difference.between(want, want)).isEmpty();
  }

  @Test
  void aChangeTouchesTheFieldAndWhatIsBelow() {
    var want = queue(Optional.of(new SqsQueue.Redrive("arn:dlq", 3)), Map.of());
    var have = queue(Optional.of(new SqsQueue.Redrive("arn:dlq", 5)), Map.of());
    var change = new Change<>(want, have, between(want, have));

    assertThat(change.touches("/redrive")).isTrue();
    assertThat(change.touches("/redrive/maxReceives")).isTrue();
    assertThat(change.touches("/tags", "/redrive")).isTrue();
    assertThat(change.touches("/redr", "/redrive/max", "/tags")).isFalse();
    assertThat(change.touches()).isFalse();
  }
}
