package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.DENIED;
import static io.soundbite.operator.engine.Samples.NOON;
import static io.soundbite.operator.engine.Samples.THEM;
import static io.soundbite.operator.engine.Samples.US;
import static io.soundbite.operator.engine.Samples.filter;
import static io.soundbite.operator.engine.Samples.key;
import static io.soundbite.operator.engine.Samples.logGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.DynamoTable.PrimaryKey;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {
  private static final LogGroup WANT = logGroup(30);
  private static final LogGroup OTHER = logGroup(7);
  private static final Owner ELSE = new Owner("there", "soundbite", "staging");

  /** Who may be taken over. */
  enum Adoption {
    REFUSE(false, null),
    REFUSE_FROM_THEM(false, THEM.toString()),
    ADOPT(true, null),
    ADOPT_FROM_THEM(true, THEM.toString()),
    ADOPT_FROM_CLOUDFORMATION(true, "cloudformation");

    private final Ours ours;

    Adoption(boolean adopt, @Nullable String from) {
      ours = new Ours(US, adopt, Optional.ofNullable(from));
    }
  }

  private static Observation<LogGroup> there(LogGroup have, Ownership ownership) {
    return new Observation.Present<>(have, ownership, NOON);
  }

  private static Observation<LogGroup> absent() {
    return new Observation.Absent<>(NOON);
  }

  private static Observation<LogGroup> unknown() {
    return new Observation.Unknown<>(DENIED, NOON);
  }

  private static Step plan(Adoption adoption, @Nullable Observation<?> observation) {
    return new Planner(adoption.ours).plan(List.of(WANT), seen(observation)).getFirst();
  }

  private static Step removal(
      Adoption adoption, @Nullable Observation<?> observation, boolean delete, boolean data) {
    return new Planner(adoption.ours)
        .planRemoval(List.of(WANT), seen(observation), delete, data)
        .getFirst();
  }

  private static Map<Key, Observation<?>> seen(@Nullable Observation<?> observation) {
    return observation == null ? Map.of() : Map.of(WANT.key(), observation);
  }

  static Stream<Arguments> holders() {
    var everybody = Set.of(Adoption.values());
    return Stream.of(
        arguments(new Ownership.OwnedBy(US), everybody, ""),
        arguments(new Ownership.RetainedBy(US), everybody, ""),
        arguments(new Ownership.Written(), everybody, ""),
        arguments(new Ownership.OwnedBy(THEM), Set.of(Adoption.ADOPT_FROM_THEM), THEM.toString()),
        arguments(
            new Ownership.RetainedBy(THEM), Set.of(Adoption.ADOPT_FROM_THEM), THEM.toString()),
        arguments(new Ownership.OwnedBy(ELSE), Set.of(), ELSE.toString()),
        arguments(new Ownership.RetainedBy(ELSE), Set.of(), ELSE.toString()),
        arguments(
            new Ownership.Unowned(),
            Set.of(Adoption.ADOPT, Adoption.ADOPT_FROM_THEM, Adoption.ADOPT_FROM_CLOUDFORMATION),
            "nobody"),
        arguments(
            new Ownership.Foreign("cloudformation stack legacy"),
            Set.of(Adoption.ADOPT_FROM_CLOUDFORMATION),
            "cloudformation stack legacy"),
        arguments(new Ownership.Foreign("not/an/owner/tag"), Set.of(), "not/an/owner/tag"));
  }

  @ParameterizedTest
  @MethodSource("holders")
  void whatIsThereIsChangedOnlyWhenItIsOursOrMayBecomeOurs(
      Ownership ownership, Set<Adoption> allowed, String holder) {
    for (var adoption : Adoption.values()) {
      var same = plan(adoption, there(WANT, ownership));
      var different = plan(adoption, there(OTHER, ownership));
      if (allowed.contains(adoption)) {
        assertThat(same).as("%s", adoption).isEqualTo(new Step.Keep(WANT.key()));
        assertThat(different)
            .as("%s", adoption)
            .isEqualTo(
                new Step.Update(
                    new Change<>(
                        WANT,
                        OTHER,
                        List.of(new FieldDiff("/retentionDays", 30, 7, FieldDiff.Nature.PLAIN)))));
      } else {
        assertThat(List.of(same, different))
            .as("%s", adoption)
            .allSatisfy(step -> assertConflict(step, holder));
      }
    }
  }

  private static void assertConflict(Step step, String holder) {
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Blocked.class,
            blocked -> {
              assertThat(blocked.reason()).isEqualTo("NamingConflict");
              assertThat(blocked.message())
                  .contains(WANT.key().name(), holder, "adoptionPolicy: Adopt");
            });
  }

  static Stream<Arguments> ways() {
    return Stream.of(
        arguments(new Ownership.Unowned(), "{adoptionPolicy: Adopt}"),
        arguments(
            new Ownership.OwnedBy(THEM), "{adoptionPolicy: Adopt, adoptFrom: %s}".formatted(THEM)),
        arguments(
            new Ownership.RetainedBy(ELSE),
            "{adoptionPolicy: Adopt, adoptFrom: %s}".formatted(ELSE)),
        arguments(
            Ownership.of(Map.of("aws:cloudformation:stack-name", "legacy")),
            "{adoptionPolicy: Adopt, adoptFrom: cloudformation}"),
        arguments(new Ownership.Foreign("not/an/owner/tag"), "{adoptionPolicy: Adopt}"));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aConflictSaysWhatWouldTakeItOver(Ownership ownership, String fields) {
    assertConflict(plan(Adoption.REFUSE, there(WANT, ownership)), "spec.aws: " + fields + ".");
  }

  @ParameterizedTest
  @MethodSource("holders")
  void whatIsRemovedIsOnlyWhatSaysThatItIsOrWasOurs(
      Ownership ownership, Set<Adoption> allowed, String holder) {
    var ours =
        ownership instanceof Ownership.Written || ownership.equals(new Ownership.OwnedBy(US));
    var left = ownership.equals(new Ownership.RetainedBy(US));
    for (var adoption : Adoption.values()) {
      var have = there(OTHER, ownership);
      assertThat(removal(adoption, have, true, true))
          .isEqualTo(ours || left ? new Step.Delete(OTHER, true) : new Step.Keep(WANT.key()));
      assertThat(removal(adoption, have, true, false))
          .isEqualTo(ours || left ? new Step.Delete(OTHER, false) : new Step.Keep(WANT.key()));
      assertThat(removal(adoption, have, false, true))
          .as("what is left to nobody already is not left once more")
          .isEqualTo(ours ? new Step.Release(OTHER) : new Step.Keep(WANT.key()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAbsentIsMadeOrIsGoneAlready(Adoption adoption) {
    assertThat(plan(adoption, absent())).isEqualTo(new Step.Create(WANT));
    assertThat(removal(adoption, absent(), true, true)).isEqualTo(new Step.Keep(WANT.key()));
    assertThat(removal(adoption, absent(), false, false)).isEqualTo(new Step.Keep(WANT.key()));
  }

  @ParameterizedTest
  @EnumSource
  void whatCouldNotBeReadIsLeftAlone(Adoption adoption) {
    var blocked =
        new Step.Blocked(
            WANT.key(), "AccessDenied", "sqs:CreateQueue on queue: not you", List.of());

    assertThat(plan(adoption, unknown())).isEqualTo(blocked);
    assertThat(removal(adoption, unknown(), true, true)).isEqualTo(blocked);
    assertThat(removal(adoption, unknown(), false, false)).isEqualTo(blocked);
  }

  @ParameterizedTest
  @EnumSource
  void whatHasNotBeenReadIsLeftAlone(Adoption adoption) {
    var blocked =
        new Step.Blocked(
            WANT.key(), "NotRead", "SoundBite-staging-ApiLogs has not been read yet", List.of());

    assertThat(plan(adoption, null)).isEqualTo(blocked);
    assertThat(removal(adoption, null, true, true)).isEqualTo(blocked);
  }

  @Test
  void whatCannotBeChangedIsBlockedWithAllThatDiffersThere() {
    var want = table("pk", "PAY_PER_REQUEST");
    var have = table("id", "PROVISIONED");
    var step =
        new Planner(Adoption.REFUSE.ours)
            .plan(List.of(want), Map.of(want.key(), Samples.present(have)))
            .getFirst();

    assertThat(step)
        .isEqualTo(
            new Step.Blocked(
                want.key(),
                "Immutable",
                "SoundBite-staging-table differs in what can't be changed: /primaryKey/partition:"
                    + " id -> pk. Nothing is deleted to replace it: move its data elsewhere and"
                    + " delete it by hand, then set the annotation soundbite.io/recreate: "
                    + want.key().path()
                    + " (remove it first where it is set already); or declare what is there.",
                List.of(
                    new FieldDiff(
                        "/primaryKey/partition", "pk", "id", FieldDiff.Nature.IMMUTABLE))));
  }

  /** What else carries our names in a namespace can't be taken over. */
  @ParameterizedTest
  @EnumSource
  void anObjectThatIsAnothersIsNoneToAdopt(Adoption adoption) {
    var object = Samples.thing("queue");
    var seen = new Observation.Present<>(object, new Ownership.OwnedBy(ELSE), NOON);

    assertThat(new Planner(adoption.ours).plan(List.of(object), Map.of(object.key(), seen)))
        .containsExactly(
            new Step.Blocked(
                object.key(),
                "NamingConflict",
                "SoundBite-staging-queue exists and belongs to there/soundbite/staging. Delete it,"
                    + " or create this environment under another spec.prefix.",
                List.of()));
  }

  @Test
  void anObjectWithoutAnOwnerIsHandedOverOrDeleted() {
    var object = Samples.thing("queue");
    var seen = new Observation.Present<>(object, new Ownership.Unowned(), NOON);

    assertThat(new Planner(Adoption.REFUSE.ours).plan(List.of(object), Map.of(object.key(), seen)))
        .containsExactly(
            new Step.Blocked(
                object.key(),
                "NamingConflict",
                "SoundBite-staging-queue exists and belongs to nobody: it carries no owner. Its"
                    + " environment is gone, or it was restored without its owner: hand it over, or"
                    + " delete it (docs/operations.md, Objects without an owner).",
                List.of()));
  }

  private static DynamoTable table(String partition, String billing) {
    return new DynamoTable(
        key("table"),
        new PrimaryKey(partition, "sk"),
        Map.of(),
        billing,
        Optional.empty(),
        true,
        true,
        Map.of());
  }

  /** What can't be tagged is its parent's owner's. */
  @ParameterizedTest
  @MethodSource("holders")
  void aChildIsWhoseItsParentIs(Ownership ownership, Set<Adoption> allowed, String holder) {
    for (var adoption : Adoption.values()) {
      var seen = family(there(WANT, ownership));
      var step = child(new Planner(adoption.ours).plan(family(), seen));
      var removed = child(new Planner(adoption.ours).planRemoval(family(), seen, true, false));
      assertThat(step)
          .as("%s", adoption)
          .isInstanceOf(allowed.contains(adoption) ? Step.Update.class : Step.Blocked.class);
      assertThat(removed)
          .isInstanceOf(adoption.ours.own(ownership, true) ? Step.Delete.class : Step.Keep.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whenAParentsOwnerIsNotKnownTheChildIsLeftAloneAndThatIsNoConflict(Adoption adoption) {
    var planner = new Planner(adoption.ours);
    var unread = family(null);
    var unreadable = family(unknown());

    assertThat(reason(child(planner.plan(family(), unread)))).isEqualTo("NotRead");
    assertThat(reason(child(planner.plan(family(), unreadable)))).isEqualTo("AccessDenied");
    assertThat(reason(child(planner.planRemoval(family(), unread, true, true))))
        .isEqualTo("NotRead");
    assertThat(reason(child(planner.planRemoval(family(), unreadable, false, false))))
        .isEqualTo("AccessDenied");
  }

  @ParameterizedTest
  @EnumSource
  void whenAParentIsGoneTheChildWentAlong(Adoption adoption) {
    var planner = new Planner(adoption.ours);
    var seen = family(absent());

    assertThat(child(planner.plan(family(), seen))).isEqualTo(new Step.Create(filter("ERROR")));
    assertThat(child(planner.planRemoval(family(), seen, true, true)))
        .isEqualTo(new Step.Keep(filter("ERROR").key()));
  }

  @ParameterizedTest
  @EnumSource
  void aParentThatPointsToAnotherIsNobodys(Adoption adoption) {
    var seen = family(there(WANT, new Ownership.SameAs("Grandparent")));

    assertThat(reason(child(new Planner(adoption.ours).plan(family(), seen))))
        .isEqualTo("NamingConflict");
    assertThat(child(new Planner(adoption.ours).planRemoval(family(), seen, true, true)))
        .isInstanceOf(Step.Keep.class);
  }

  private static List<Desired> family() {
    return List.of(WANT, filter("ERROR"));
  }

  private static Map<Key, Observation<?>> family(@Nullable Observation<?> parent) {
    var seen = new HashMap<Key, Observation<?>>(seen(parent));
    seen.put(
        filter("ERROR").key(),
        new Observation.Present<>(filter("WARN"), new Ownership.SameAs("ApiLogs"), NOON));
    return seen;
  }

  private static Step child(List<Step> plan) {
    return plan.getLast();
  }

  private static String reason(Step step) {
    return ((Step.Blocked) step).reason();
  }

  @Test
  void whatIsBlockedRemembersWhatItIsBuiltUpon() {
    var step = child(new Planner(Adoption.REFUSE.ours).plan(family(), Map.of()));

    assertThat(step.after()).containsExactly("ApiLogs");
    assertThat(new Step.Create(filter("ERROR")).held("Waiting", "for it").after())
        .containsExactly("ApiLogs");
  }

  @Test
  void stepsKnowWhetherTheyWrite() {
    assertThat(
            List.of(
                new Step.Create(WANT),
                new Step.Update(new Change<>(WANT, OTHER, List.of())),
                new Step.Delete(WANT, false),
                new Step.Release(WANT)))
        .allMatch(Step::writes)
        .allMatch(step -> step.after().isEmpty());
    assertThat(
            List.of(
                new Step.Keep(WANT.key()),
                new Step.Blocked(WANT.key(), "NotRead", "not read", List.of())))
        .noneMatch(Step::writes)
        .allMatch(step -> step.after().isEmpty());
  }

  static Stream<Arguments> tags() {
    return Stream.of(
        arguments(Map.of(), new Ownership.Unowned()),
        arguments(Map.of(Tags.OWNER, US.toString()), new Ownership.OwnedBy(US)),
        arguments(Map.of(Tags.OWNER, "whoever"), new Ownership.Foreign("whoever")),
        arguments(Map.of(Tags.RETAINED_BY, US.toString()), new Ownership.RetainedBy(US)),
        arguments(Map.of(Tags.RETAINED_BY, "a/b"), new Ownership.Foreign("a/b")),
        arguments(
            Map.of(Tags.RETAINED_BY, US.toString(), Tags.OWNER, THEM.toString()),
            new Ownership.OwnedBy(THEM)),
        arguments(
            Map.of(Tags.CLOUDFORMATION_STACK, "legacy"),
            new Ownership.Foreign("cloudformation stack legacy")));
  }

  @ParameterizedTest
  @MethodSource("tags")
  void ownersAreReadFromTags(Map<String, String> tags, Ownership ownership) {
    assertThat(Ownership.of(tags)).isEqualTo(ownership);
  }
}
