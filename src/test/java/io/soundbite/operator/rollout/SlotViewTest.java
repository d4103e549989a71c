package io.soundbite.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotViewTest {

  private static Tree.Obj deployment(Object status) {
    return Tree.obj(
        "metadata",
        Map.of("generation", 7, "annotations", Map.of("soundbite.io/release", "not this one")),
        "spec",
        Map.of(
            "replicas",
            3,
            "template",
            Map.of("metadata", Map.of("annotations", Map.of("soundbite.io/release", "abc")))),
        "status",
        status);
  }

  @Test
  void readsALiveDeployment() {
    assertThat(
            SlotView.of(
                deployment(
                    Map.of(
                        "observedGeneration",
                        7,
                        "replicas",
                        4,
                        "updatedReplicas",
                        3,
                        "readyReplicas",
                        2,
                        "availableReplicas",
                        1,
                        "conditions",
                        List.of(
                            Map.of("type", "Available", "status", "False", "reason", "Few"),
                            Map.of("type", "Progressing", "status", "True", "reason", "Fine"))))))
        .isEqualTo(new SlotView("abc", 3, 3, 2, 1, 4, true, Optional.empty()));
  }

  @Test
  void whatTheControllerHasNotSeenYetHasNothing() {
    assertThat(SlotView.of(deployment(Map.of("observedGeneration", 6))))
        .isEqualTo(new SlotView("abc", 3, 0, 0, 0, 0, false, Optional.empty()));
    assertThat(SlotView.of(Tree.obj()))
        .isEqualTo(new SlotView("", 1, 0, 0, 0, 0, false, Optional.empty()));
  }

  @Test
  void saysWhyItIsStuck() {
    var stuck =
        SlotView.of(
            deployment(
                Map.of(
                    "conditions",
                    List.of(
                        "odd",
                        Map.of(
                            "type",
                            "Progressing",
                            "status",
                            "False",
                            "reason",
                            "ProgressDeadlineExceeded",
                            "message",
                            "it has timed out")))));

    assertThat(stuck.stuck()).contains("ProgressDeadlineExceeded: it has timed out");
  }

  @ParameterizedTest(name = "{0}: {8}")
  @CsvSource({
    "all ready,         abc, 2, 2, 2, 2, true,  2, true",
    "more than asked,   abc, 3, 3, 3, 3, true,  2, true",
    "another release,   xyz, 2, 2, 2, 2, true,  2, false",
    "not seen,          abc, 2, 2, 2, 2, false, 2, false",
    "smaller,           abc, 1, 1, 1, 1, true,  2, false",
    "not all updated,   abc, 2, 1, 2, 2, true,  2, false",
    "former pods left,  abc, 2, 2, 2, 3, true,  2, false",
    "not all available, abc, 2, 2, 1, 2, true,  2, false",
  })
  void serves(
      String name,
      String release,
      int desired,
      int updated,
      int available,
      int total,
      boolean current,
      int size,
      boolean serves) {
    var view =
        new SlotView(
            release, desired, updated, available, available, total, current, Optional.empty());

    assertThat(view.serves("abc", size)).isEqualTo(serves);
  }
}
