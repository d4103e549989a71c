package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tagged;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Observation.Present;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every kind that carries its owner in its tags. */
abstract class TaggedKindContract<D extends Desired & Tagged> extends AwsKindContract<D> {
  private static final int TURNS = 3;
  private static final Owner OTHER = new Owner("there", "apps", "staging");
  private static final Map<String, String> STRANGERS = Map.of("cost-center", "42");

  /** All tags of the resource, by the SDK alone. */
  abstract Map<String, String> tags(D have);

  /** A stranger sets tags, by the SDK alone. */
  abstract void tag(D have, Map<String, String> tags);

  @Override
  final Stream<Drift> everyDrift(D want) {
    return Stream.concat(
        super.everyDrift(want),
        Stream.of(new Drift("/tags/Project", () -> tag(want, Map.of("Project", "Other")))));
  }

  /** The tags as a service's SDK takes them: each has a class of its own for a tag. */
  static <T> List<T> sdk(Map<String, String> tags, BiFunction<String, String, T> tag) {
    return tags.entrySet().stream().map(it -> tag.apply(it.getKey(), it.getValue())).toList();
  }

  @Test
  void carriesItsOwner() {
    var want = made();

    assertThat(present(want).ownership())
        .isEqualTo(new Ownership.OwnedBy(emulator().tags().owner()));
    assertThat(tags(want)).isEqualTo(want.tags());
  }

  @Test
  void knowsAnotherOwner() {
    var others = made(want(emulator().names(), emulator().tags(OTHER).of(Stack.QUEUE, "Test")));

    var seen = present(want());

    assertThat(seen.ownership()).isEqualTo(new Ownership.OwnedBy(OTHER));
    assertThat(tags(others)).containsEntry(Tags.OWNER, OTHER.toString());
  }

  @Test
  void knowsWhatNobodyOwns() {
    made(want(emulator().names(), STRANGERS));

    assertThat(present(want()).ownership()).isEqualTo(new Ownership.Unowned());
  }

  @Test
  void seesNoDifferenceInTagsOfStrangers() {
    var want = made();

    tag(want, STRANGERS);

    assertThat(present(want).have()).isEqualTo(want);
  }

  @Test
  void leavesItToNobodyAndTakesItBack() {
    var want = made();
    var owner = emulator().tags().owner();
    tag(want, STRANGERS);

    untilDone(() -> provider().release(present(want).have(), owner));

    assertThat(tags(want))
        .containsAllEntriesOf(STRANGERS)
        .containsEntry(Tags.RETAINED_BY, owner.toString())
        .doesNotContainKey(Tags.OWNER);
    assertThat(present(want).ownership()).isEqualTo(new Ownership.RetainedBy(owner));

    untilDone(
        () -> {
          var have = present(want).have();
          return provider().update(new Change<>(want, have, Difference.between(want, have)));
        });
    assertThat(tags(want))
        .containsAllEntriesOf(STRANGERS)
        .containsAllEntriesOf(want.tags())
        .doesNotContainKey(Tags.RETAINED_BY);
  }

  /** As the engine does: a service may ask for a pause between two writes. */
  private static void untilDone(Supplier<Progress> write) {
    var progress = write.get();
    for (int turn = 0; turn < TURNS && progress instanceof Progress.Wait; turn++) {
      progress = write.get();
    }
    assertThat(progress).isEqualTo(new Progress.Done());
  }

  @Test
  void releasesWhatIsGone() {
    assertThat(provider().release(want(), emulator().tags().owner()))
        .isEqualTo(new Progress.Done());
  }

  /** The calls of a sweep that finds the resource as wanted: its tags are not among them. */
  final List<String> callsOfASweep() {
    var want = made();
    var index = new TagIndex(aws().tagging());
    var calls =
        calls()
            .of(
                () -> {
                  index.list();
                  var seen = (Present<D>) provider(index).observe(List.of(want)).get(want.key());
                  assertThat(seen.have()).isEqualTo(want);
                  assertThat(seen.ownership())
                      .isEqualTo(new Ownership.OwnedBy(emulator().tags().owner()));
                });
    return calls.stream().filter(call -> !call.equals("GetResources")).toList();
  }
}
