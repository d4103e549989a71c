package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Loop;
import io.soundbite.operator.engine.Mutation;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Every field of every AWS resource, changed behind the operator's back by the SDK alone: found
 * with the right path, want and have, and healed. {@link AwsMutationsTest} shows that none is left
 * out.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsDriftIT {
  private final DriftAccount account = new DriftAccount();
  private final Stranger stranger = account.stranger;

  @BeforeAll
  void make() {
    account.make();
  }

  @AfterAll
  void close() {
    account.close();
  }

  @TestFactory
  Stream<DynamicContainer> fieldsAreFoundAndHealed() {
    return each(
        AwsMutations::isHealed,
        (turn, mutation) -> {
          stranger.change(turn.want(), mutation.left());

          var step = turn.step();
          assertThat(step)
              .isInstanceOfSatisfying(
                  Step.Update.class,
                  it -> assertThat(it.change().diffs()).containsExactly(mutation.diff()));
          assertThat(turn.loop().run(List.of(step)).values()).containsExactly(new Progress.Done());
        });
  }

  /** Nothing is deleted to be made otherwise. */
  @TestFactory
  Stream<DynamicContainer> whatCannotBeChangedIsFoundAndLeftAlone() {
    return each(
        mutation -> mutation.diff().immutable(),
        (turn, mutation) -> {
          stranger.replace(turn.want(), mutation.left());

          var step = leftAlone(turn, mutation, "Immutable");
          assertThat(step.diffs()).containsExactly(mutation.diff());
          stranger.replace(mutation.left(), turn.want());
        });
  }

  /** A resource is whose its tag says. */
  @TestFactory
  Stream<DynamicContainer> whatIsNoLongerOursIsFoundAndLeftAlone() {
    return each(
        AwsMutations::isOwner,
        (turn, mutation) -> {
          stranger.change(turn.want(), mutation.left());

          leftAlone(turn, mutation, "NamingConflict");
          stranger.change(mutation.left(), turn.want());
        });
  }

  private Step.Blocked leftAlone(Turn turn, Mutation mutation, String reason) {
    assertThat(turn.loop().differences(turn.want())).containsExactly(mutation.diff());
    var step = turn.step();
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Blocked.class, it -> assertThat(it.reason()).isEqualTo(reason));
    var writes = account.emulator.calls().writesOf(() -> turn.loop().run(List.of(step)));
    assertThat(writes).isEmpty();
    assertThat(turn.loop().differences(turn.want())).containsExactly(mutation.diff());
    return (Step.Blocked) step;
  }

  /** What comes back after all, and is drift therefore, would have to leave the list. */
  @TestFactory
  Stream<DynamicContainer> whatDoesNotComeBackIsNoDrift() {
    return each(
        AwsMutations::isSilent,
        (turn, mutation) -> {
          stranger.change(turn.want(), mutation.left());

          assertThat(turn.step()).isInstanceOf(Step.Keep.class);
          stranger.change(mutation.left(), turn.want());
        });
  }

  @TestFactory
  Stream<DynamicContainer> whatTheServiceRefusesNeedsNoHealing() {
    return each(
        AwsMutations::isRefused,
        (turn, mutation) ->
            assertThatThrownBy(() -> stranger.change(turn.want(), mutation.left()))
                .isInstanceOf(AwsServiceException.class));
  }

  /** It is as wanted whatever is wanted: if it were read, another value would be a difference. */
  @TestFactory
  Stream<DynamicContainer> whatSaysWhichResourceItIsIsNotRead() {
    return each(
        AwsMutations::isIdentity,
        (turn, mutation) -> {
          var other = mutation.left();
          var seen = turn.loop().providers().observe(List.of(other)).get(other.key());
          if (seen instanceof Observation.Present<?> present) {
            assertThat(Difference.between(other, present.have()))
                .noneMatch(diff -> diff.path().equals(mutation.diff().path()));
          } else {
            assertThat(seen).isInstanceOfAny(Observation.Absent.class, Observation.Unknown.class);
          }
        });
  }

  private record Turn(Loop loop, Desired want) {
    Step step() {
      return loop.step(want);
    }
  }

  /** One case for each that is {@code meant}; all is as wanted before and after. */
  private Stream<DynamicContainer> each(
      Predicate<Mutation> meant, BiConsumer<Turn, Mutation> hands) {
    return account.cases().stream()
        .map(
            cases ->
                DynamicContainer.dynamicContainer(
                    cases.loop().owner().name(),
                    cases.mutations().stream()
                        .filter(meant)
                        .map(mutation -> test(cases.loop(), mutation, hands))));
  }

  private static DynamicTest test(Loop loop, Mutation mutation, BiConsumer<Turn, Mutation> hands) {
    var want = loop.wanted(mutation);
    return dynamicTest(
        mutation.toString(),
        () -> loop.asWantedAfter(want, () -> hands.accept(new Turn(loop, want), mutation)));
  }
}
