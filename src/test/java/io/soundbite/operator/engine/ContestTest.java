package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.NOON;
import static io.soundbite.operator.engine.Samples.thing;
import static io.soundbite.operator.engine.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ContestTest {
  private static final Step HEAL = update(thing("queue", "wanted"), thing("queue", "found"));
  private static final Step KEEP = new Step.Keep(HEAL.key());

  private static Instant minute(int minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }

  private static Contest wrote(Step step, int... minutes) {
    var contest = Contest.none();
    for (var minute : minutes) {
      contest = contest.wrote(step, List.of(), minute(minute));
    }
    return contest;
  }

  private static Step held(Contest contest, Step step, Instant now) {
    return contest.hold(List.of(step), Evidence.none(), now).getFirst();
  }

  private static boolean isHeld(Contest contest, Step step, Instant now) {
    return !held(contest, step, now).equals(step);
  }

  private static KubeObject object(String value, String other) {
    return new KubeObject(HEAL.key(), Tree.obj("value", value, "other", other), Set.of("below"));
  }

  private static FieldDiff diff(String path, String want, String have) {
    return new FieldDiff(path, Tree.of(want), Tree.of(have), FieldDiff.Nature.PLAIN);
  }

  @Nested
  class ChangedBack {
    @Test
    void aFieldThatWasWrittenThreeTimesIsLeftAlone() {
      var contest = wrote(HEAL, 0, 1, 2);

      assertThat(contest.hold(List.of(HEAL), (key, diff) -> Optional.of("kubectl-edit"), minute(3)))
          .containsExactly(
              new Step.Blocked(
                  HEAL.key(),
                  "Contested",
                  "SoundBite-staging-queue was restored 3 times and changed back by kubectl-edit:"
                      + " /value: found -> wanted. Have it stop, change the spec, or ignore the"
                      + " field: spec.drift.ignore {resource: Queue/queue, fields: [/value]}.",
                  List.of(diff("/value", "wanted", "found"))));
      assertThat(contest.until(minute(3))).contains(minute(12));
    }

    @Test
    void whoItWasMayNotBeKnown() {
      assertThat(held(wrote(HEAL, 0, 1, 2), HEAL, minute(3)))
          .isInstanceOfSatisfying(
              Step.Blocked.class,
              it -> assertThat(it.message()).contains("changed back by somebody:"));
    }

    @Test
    void twiceIsNoContest() {
      assertThat(isHeld(wrote(HEAL, 0, 1), HEAL, minute(1))).isFalse();
      assertThat(wrote(HEAL, 0, 1).until(minute(1))).isEmpty();
      assertThat(isHeld(Contest.none(), HEAL, minute(0))).isFalse();
    }

    @Test
    void itIsTriedAgainOnceAndThenWaitsLonger() {
      var contest = wrote(HEAL, 0, 1, 2);

      assertThat(isHeld(contest, HEAL, minute(12).minusSeconds(1))).isTrue();
      assertThat(isHeld(contest, HEAL, minute(12))).isFalse();
      var again = contest.wrote(HEAL, List.of(), minute(12));
      assertThat(isHeld(again, HEAL, minute(13))).isTrue();
      assertThat(again.until(minute(13))).contains(minute(32));
    }

    @Test
    void anotherValueIsWrittenAtOnce() {
      var contest = wrote(HEAL, 0, 1, 2);
      var other = update(thing("queue", "other"), thing("queue", "found"));

      assertThat(isHeld(contest, other, minute(3))).isFalse();
      assertThat(isHeld(contest.wrote(other, List.of(), minute(3)), other, minute(3))).isFalse();
    }

    @Test
    void onRequestItIsTriedSoonAndIsContestedAgain() {
      var contest = wrote(HEAL, 0, 1, 2).asked();

      assertThat(contest.until(minute(2))).contains(minute(2).plusSeconds(15));
      assertThat(isHeld(contest, HEAL, minute(2))).as("not with each request").isTrue();
      assertThat(isHeld(contest, HEAL, minute(3))).isFalse();
      assertThat(isHeld(contest.wrote(HEAL, List.of(), minute(3)), HEAL, minute(4))).isTrue();
    }

    @Test
    void fieldsAndResourcesAreCountedApart() {
      var both = update(object("1", "1"), object("2", "2"));
      var one = update(object("1", "1"), object("1", "2"));
      var contest = wrote(one, 0, 1, 2);

      assertThat(held(contest, both, minute(3)))
          .as("what else is to be done is done, the contested field as it was found")
          .isEqualTo(update(object("1", "2"), object("2", "2")));
      assertThat(isHeld(contest, update(thing("else", "1"), thing("else", "2")), minute(3)))
          .isFalse();
    }

    @Test
    void whatIsRightForTenMinutesIsForgotten() {
      var contest = wrote(HEAL, 0, 1, 2);

      assertThat(contest.seen(List.of(KEEP), Evidence.none(), minute(11))).isEqualTo(contest);
      assertThat(contest.seen(List.of(HEAL), Evidence.none(), minute(60))).isEqualTo(contest);
      assertThat(contest.seen(List.of(KEEP), Evidence.none(), minute(12)))
          .isEqualTo(Contest.none());
    }

    /** AWS counts as written until it is read: that says nothing of whether it lasted. */
    @Test
    void whatIsOnlyAssumedToBeRightIsNotForgotten() {
      var assumed =
          new Evidence() {
            @Override
            public Optional<String> owner(Key key, FieldDiff diff) {
              return Optional.empty();
            }

            @Override
            public boolean isRead(Key key) {
              return false;
            }
          };
      var contest = wrote(HEAL, 0, 1, 2);

      assertThat(contest.seen(List.of(KEEP), assumed, minute(30))).isEqualTo(contest);
    }

    @Test
    void whatIsLookedAtNoMoreIsForgottenInTheEnd() {
      var contest = wrote(HEAL, 0);
      var unread = new Step.Blocked(HEAL.key(), "NotRead", "not read", List.of());

      assertThat(contest.seen(List.of(), Evidence.none(), minute(119))).isEqualTo(contest);
      assertThat(contest.seen(List.of(unread), Evidence.none(), minute(119))).isEqualTo(contest);
      assertThat(contest.seen(List.of(), Evidence.none(), minute(120))).isEqualTo(Contest.none());
    }

    @Test
    void whatWasDeletedOrReleasedIsForgotten() {
      var have = thing("queue", "found");

      assertThat(wrote(HEAL, 0, 1, 2).wrote(new Step.Delete(have, true), List.of(), minute(3)))
          .isEqualTo(Contest.none());
      assertThat(wrote(HEAL, 0, 1, 2).wrote(new Step.Release(have), List.of(), minute(3)))
          .isEqualTo(Contest.none());
    }
  }

  @Nested
  class Altered {
    private static final List<FieldDiff> MADE = List.of(diff("/value", "wanted", "made"));
    private static final Step AGAIN = update(thing("queue", "wanted"), thing("queue", "made"));

    @Test
    void isContestedFromTheFirstWriteOn() {
      var contest = Contest.none().wrote(HEAL, MADE, NOON);

      assertThat(held(contest, AGAIN, NOON))
          .isEqualTo(
              new Step.Blocked(
                  HEAL.key(),
                  "Contested",
                  "SoundBite-staging-queue: admission (a mutating policy or webhook) changes the"
                      + " operator's own write: /value: made -> wanted. Change that policy or the"
                      + " spec, or ignore the field: spec.drift.ignore {resource: Queue/queue,"
                      + " fields: [/value]}.",
                  MADE));
      assertThat(contest.until(NOON)).contains(NOON.plusSeconds(15));
    }

    @Test
    void isContestedWhenItIsCreatedSo() {
      var contest = Contest.none().wrote(new Step.Create(thing("queue", "wanted")), MADE, NOON);

      assertThat(held(contest, AGAIN, NOON)).isInstanceOf(Step.Blocked.class);
    }

    @Test
    void whoChangesWhatIsToldOfEach() {
      var both = update(object("1", "1"), object("2", "2"));
      var other = update(object("2", "1"), object("2", "2"));
      var contest = wrote(other, 0, 0, 0).wrote(both, List.of(diff("/value", "1", "2")), minute(0));

      assertThat(contest.hold(List.of(both), (key, diff) -> Optional.of("x"), minute(0)))
          .singleElement()
          .isInstanceOfSatisfying(
              Step.Blocked.class,
              it -> {
                assertThat(it.message())
                    .contains("operator's own write: /value: 2 -> 1.")
                    .contains("was restored 4 times and changed back by x: /other: 2 -> 1.");
                assertThat(it.diffs()).hasSize(2);
                assertThat(it.after()).containsExactly("below");
              });
    }
  }

  @Nested
  class Deleted {
    private static final Step CREATE = new Step.Create(thing("queue", "wanted"));

    @Test
    void isCreatedAgainAtOnceAndThenLessAndLessOften() {
      var contest = wrote(CREATE, 0, 0, 0);

      assertThat(isHeld(wrote(CREATE, 0, 0), CREATE, minute(0))).isFalse();
      assertThat(held(contest, CREATE, minute(0)))
          .isInstanceOfSatisfying(
              Step.Blocked.class,
              it -> {
                assertThat(it.reason()).isEqualTo("Contested");
                assertThat(it.message()).contains("was created 3 times and is deleted each time");
                assertThat(it.isOfFields()).as("it is not there").isFalse();
              });
      assertThat(contest.until(NOON)).contains(NOON.plusSeconds(15));
      assertThat(isHeld(contest, CREATE, NOON.plusSeconds(15))).isFalse();
    }

    @Test
    void isNotForgottenWhileItIsMissing() {
      var contest = wrote(CREATE, 0, 0, 0);

      assertThat(contest.seen(List.of(CREATE), Evidence.none(), minute(60))).isEqualTo(contest);
      assertThat(contest.seen(List.of(KEEP), Evidence.none(), minute(10)))
          .isEqualTo(Contest.none());
    }

    @Test
    void isCreatedAtOnceWhenItIsToBeAnother() {
      assertThat(isHeld(wrote(CREATE, 0, 0, 0), new Step.Create(thing("queue", "x")), NOON))
          .isFalse();
    }
  }

  /** However fast it is tried, and whatever the field is called each time. */
  @Property(tries = 20)
  void costsAtMostThreeWritesInTheFirstMinuteAndOneInTenLater(
      @ForAll boolean anotherFieldEachTime, @ForAll @IntRange(min = 1, max = 90) int pace) {
    var contest = Contest.none();
    var writes = new ArrayList<Instant>();
    for (var now = NOON; now.isBefore(minute(60)); now = now.plusSeconds(pace)) {
      var step = made(anotherFieldEachTime ? "made-" + writes.size() : "made");
      if (held(contest, step, now) instanceof Step.Update) {
        writes.add(now);
        var next = anotherFieldEachTime ? "made-" + writes.size() : "made";
        contest = contest.wrote(step, ((Step.Update) made(next)).change().diffs(), now);
      }
    }

    assertThat(writes.stream().filter(it -> it.isBefore(minute(1))).count()).isLessThanOrEqualTo(3);
    assertThat(writes).hasSizeLessThanOrEqualTo(11);
    assertThat(writes.stream().filter(it -> it.isAfter(minute(30))).count())
        .as("it is tried all the same")
        .isPositive();
  }

  private static Step made(String field) {
    return update(
        new KubeObject(HEAL.key(), Tree.obj("value", "1"), Set.of()),
        new KubeObject(HEAL.key(), Tree.obj("value", "1", field, "x"), Set.of()));
  }

  /** Whoever changes it back, and however fast: three writes, and then ever fewer. */
  @Property(tries = 50)
  void noFieldIsWrittenMoreThanThreeTimesInTenMinutes(
      @ForAll @Size(max = 60) List<@IntRange(max = 120) Integer> seconds) {
    var contest = Contest.none();
    var now = NOON;
    var writes = new ArrayList<Instant>();
    for (var pause : seconds) {
      now = now.plusSeconds(pause);
      contest = contest.seen(List.of(HEAL), Evidence.none(), now);
      if (held(contest, HEAL, now) instanceof Step.Update) {
        writes.add(now);
        contest = contest.wrote(HEAL, List.of(), now);
      }
    }

    var last = now;
    assertThat(writes.stream().filter(it -> it.isAfter(last.minus(Duration.ofMinutes(10)))))
        .hasSizeLessThanOrEqualTo(3);
  }
}
