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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ContestTest {
  private static final Function<Key, Optional<String>> NOBODY = any -> Optional.empty();
  private static final Step HEAL = update(thing("queue", "wanted"), thing("queue", "found"));
  private static final Drift DRIFT = new Drift(HEAL.key(), "/value", "wanted", "found", null);

  private static Instant minute(int minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }

  private static Contest healed(Drift drift, int... minutes) {
    return IntStream.of(minutes)
        .boxed()
        .reduce(
            Contest.none(),
            (contest, at) -> contest.healed(List.of(drift), minute(at)),
            (one, other) -> other);
  }

  private static boolean isHeld(Contest contest, Step step) {
    return !contest.hold(List.of(step), NOBODY).equals(List.of(step));
  }

  @Test
  void aFieldThatWasPutRightThreeTimesIsLeftAlone() {
    var contest = healed(DRIFT, 0, 1, 2);

    assertThat(contest.hold(List.of(HEAL), key -> Optional.of("kubectl-edit")))
        .containsExactly(
            new Step.Blocked(
                HEAL.key(),
                "Contested",
                "SoundBite-staging-queue was put right 3 times in ten minutes and changed back by"
                    + " kubectl-edit: /value: found -> wanted. Have it stop, change the spec, or"
                    + " ignore the field (spec.drift.ignore).",
                List.of(
                    new FieldDiff(
                        "/value", Tree.of("wanted"), Tree.of("found"), FieldDiff.Nature.PLAIN))));
    assertThat(contest.until()).contains(minute(10));
  }

  @Test
  void whoItWasMayNotBeKnown() {
    assertThat(healed(DRIFT, 0, 1, 2).hold(List.of(HEAL), NOBODY))
        .singleElement()
        .isInstanceOfSatisfying(
            Step.Blocked.class,
            it -> assertThat(it.message()).contains("changed back by somebody"));
  }

  @Test
  void twiceIsNoContest() {
    assertThat(isHeld(healed(DRIFT, 0, 1), HEAL)).isFalse();
    assertThat(healed(DRIFT, 0, 1).until()).isEmpty();
    assertThat(isHeld(Contest.none(), HEAL)).isFalse();
    assertThat(Contest.none().until()).isEmpty();
  }

  @Test
  void itEndsTenMinutesAfterTheFirst() {
    var contest = healed(DRIFT, 0, 4, 8);

    assertThat(isHeld(contest.at(minute(10).minusSeconds(1)), HEAL)).isTrue();
    assertThat(isHeld(contest.at(minute(10)), HEAL)).isFalse();
    assertThat(contest.at(minute(10)).until()).isEmpty();
    assertThat(isHeld(contest.at(minute(10)).healed(List.of(DRIFT), minute(11)), HEAL))
        .as("two of the three still count")
        .isTrue();
    assertThat(contest.at(minute(18))).isEqualTo(Contest.none());
  }

  @Test
  void fieldsAndResourcesAreCountedApart() {
    var other = new Drift(HEAL.key(), "/other", "1", "2", null);
    var elsewhere = new Drift(thing("elsewhere").key(), "/value", "1", "2", null);
    var contest = healed(DRIFT, 0, 1).healed(List.of(other, elsewhere), minute(2));

    assertThat(isHeld(contest, HEAL)).isFalse();
    assertThat(isHeld(contest.healed(List.of(DRIFT), minute(3)), HEAL)).isTrue();
    assertThat(isHeld(healed(elsewhere, 0, 1, 2), HEAL)).isFalse();
    assertThat(isHeld(healed(other, 0, 1, 2), HEAL)).isFalse();
  }

  @Test
  void aResourceWaitsAsAWhole() {
    var want = object("1", "1");
    var have = object("2", "2");
    var held = healed(DRIFT, 0, 1, 2).hold(List.of(update(want, have)), NOBODY);

    assertThat(held)
        .singleElement()
        .isInstanceOfSatisfying(
            Step.Blocked.class,
            it -> {
              assertThat(it.diffs())
                  .extracting(FieldDiff::path)
                  .containsExactly("/other", "/value");
              assertThat(it.message()).contains("/value: 2 -> 1").doesNotContain("/other");
              assertThat(it.after()).containsExactly("below");
            });
  }

  private static KubeObject object(String value, String other) {
    return new KubeObject(HEAL.key(), Tree.obj("value", value, "other", other), Set.of("below"));
  }

  @Test
  void whatElseIsToBeDoneIsDone() {
    var plan =
        List.<Step>of(
            new Step.Create(thing("queue")),
            new Step.Keep(HEAL.key()),
            update(thing("other", "wanted"), thing("other", "found")));

    assertThat(healed(DRIFT, 0, 1, 2).hold(plan, NOBODY)).isEqualTo(plan);
  }

  @Test
  void untilIsWhenTheFirstOfThemEnds() {
    var other = new Drift(HEAL.key(), "/other", "1", "2", null);
    var contest =
        healed(DRIFT, 1, 2, 3).healed(List.of(other), minute(0)).healed(List.of(other), minute(4));

    assertThat(contest.until()).contains(minute(11));
    assertThat(contest.healed(List.of(other), minute(5)).until()).contains(minute(10));
  }

  /** However it is counted: held exactly while three of the heals are less than ten minutes old. */
  @Property
  void isContestedWhileThreeAreRecent(
      @ForAll @Size(max = 6) List<@IntRange(max = 25) Integer> minutes,
      @ForAll @IntRange(max = 40) int later) {
    var times = minutes.stream().sorted().toList();
    var now = later + (times.isEmpty() ? 0 : times.getLast());
    var contest = healed(DRIFT, times.stream().mapToInt(it -> it).toArray()).at(minute(now));
    var recent = times.stream().filter(it -> it > now - 10).toList();

    assertThat(isHeld(contest, HEAL)).isEqualTo(recent.size() >= 3);
    assertThat(contest.until())
        .isEqualTo(
            recent.size() >= 3 ? Optional.of(minute(recent.getFirst() + 10)) : Optional.empty());
  }
}
