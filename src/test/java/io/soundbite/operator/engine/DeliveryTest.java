package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.NOON;
import static io.soundbite.operator.engine.Samples.key;
import static io.soundbite.operator.engine.Samples.thing;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private final List<String> delivered = new ArrayList<>();
  private final Delivery<String> delivery =
      new Delivery<>(
          Map.of(
              "quick", List.of(thing("a")),
              "slow", List.of(thing("b"), thing("c"), thing("shared")),
              "rival", List.of(thing("shared"))),
          (receiver, read, found) -> {
            assertThat(found).containsOnlyKeys(read.stream().map(want -> want.key()).toList());
            delivered.add(
                receiver + new TreeSet<>(read.stream().map(want -> want.key().id()).toList()));
          });

  private void answer(String id) {
    delivery.take(key(id), new Observation.Absent<KubeObject>(NOON));
  }

  @Test
  void whoseAnswersAreCompleteWaitsForNobody() {
    answer("a");

    assertThat(delivered).containsExactly("quick[a]");
  }

  @Test
  void answersOfOneAreHandedOverTogether() {
    answer("b");
    answer("c");
    assertThat(delivered).isEmpty();
    answer("shared");

    assertThat(delivered).containsExactlyInAnyOrder("rival[shared]", "slow[b, c, shared]");
  }

  @Test
  void whatIsThereIsHandedOverWhenItTakesTooLongAndTheRestAsItComes() {
    answer("b");
    delivery.hurry();
    assertThat(delivered).containsExactly("slow[b]");

    answer("c");
    assertThat(delivered).containsExactly("slow[b]", "slow[c]");
    answer("shared");
    assertThat(delivered).contains("slow[shared]", "rival[shared]");
  }

  @Test
  void namesWhatNobodyHasAnsweredForOnce() {
    answer("a");
    answer("b");

    assertThat(delivery.unanswered())
        .extracting(want -> want.key().id())
        .containsExactlyInAnyOrder("c", "shared");
  }

  @Test
  void aSecondAnswerIsNone() {
    answer("a");
    answer("a");
    answer("stranger");

    assertThat(delivered).containsExactly("quick[a]");
  }
}
