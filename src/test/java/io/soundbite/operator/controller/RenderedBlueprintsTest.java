package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.blueprint.Tree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderedBlueprintsTest {
  private final RenderedBlueprints blueprints = new RenderedBlueprints();
  private final Environment environment = environment(30);

  @Test
  void whatIsTheSameIsTheSameInstance() {
    var first = blueprints.of(environment, SlotTarget.none()).all();
    var second = blueprints.of(environment(30), SlotTarget.none()).all();

    assertThat(first).isEqualTo(Halves.of(Blueprint.of(environment, SlotTarget.none())).all());
    assertThat(changed(first, second)).isEmpty();
  }

  @Test
  void whatIsAnotherIsAsItIsRendered() {
    var first = blueprints.of(environment, SlotTarget.none()).all();
    var second = blueprints.of(environment(7), SlotTarget.none()).all();

    var changed = changed(first, second);
    assertThat(second).isEqualTo(Halves.of(Blueprint.of(environment(7), SlotTarget.none())).all());
    assertThat(changed).isNotEmpty().hasSizeLessThan(first.size());
    assertThat(first).doesNotContainAnyElementsOf(changed);
  }

  @Test
  void nothingIsKeptOfAnEnvironmentThatIsGone() {
    var first = blueprints.of(environment, SlotTarget.none()).all();

    blueprints.forget(environment.owner());

    assertThat(changed(first, blueprints.of(environment, SlotTarget.none()).all()))
        .hasSameSizeAs(first);
  }

  /** Those of {@code second} that are other instances than in {@code first}. */
  private static List<Desired> changed(List<Desired> first, List<Desired> second) {
    assertThat(second).hasSameSizeAs(first);
    var changed = new ArrayList<Desired>();
    for (var index = 0; index < first.size(); index++) {
      if (first.get(index) != second.get(index)) {
        changed.add(second.get(index));
      }
    }
    return changed;
  }

  private static Environment environment(int days) {
    return StagingExample.environment(ExampleFile.with(Tree.obj("retentionDays", days)));
  }
}
