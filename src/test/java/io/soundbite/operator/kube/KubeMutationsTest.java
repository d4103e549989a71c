package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.engine.ComponentPlaces;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Mutation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cases of {@link KubeDriftIT} leave nothing out. */
class KubeMutationsTest {
  private static final KubeMutations MUTATIONS = new KubeMutations();
  private static final List<KubeObject> WANTS = wants();
  private static final List<Mutation> ALL =
      WANTS.stream().flatMap(want -> MUTATIONS.of(want).stream()).toList();

  private static List<KubeObject> wants() {
    var declared = ExampleFile.read("staging", ExampleFile.with(Cluster.everySetting()));
    declared.getMetadata().setUid("7c1a3d52");
    return Cluster.objects(Cluster.environment(declared), 0);
  }

  @Test
  void everyComponentHasCases() {
    assertThat(ComponentPlaces.of(KubeObject.class))
        .filteredOn(place -> !KubeMutations.UNOBSERVABLE.containsKey(place))
        .isNotEmpty()
        .allSatisfy(place -> assertThat(ALL).anyMatch(mutation -> mutation.isIn(place)));
  }

  @Test
  void everyObjectHasCases() {
    assertThat(WANTS)
        .hasSize(16)
        .allSatisfy(want -> assertThat(MUTATIONS.of(want)).anyMatch(KubeMutations::isHealed));
  }

  @Test
  void thereAreMany() {
    assertThat(ALL.stream().filter(KubeMutations::isHealed)).hasSizeGreaterThan(80);
  }

  @Test
  void everyCaseDiffersInItsOneField() {
    assertThat(WANTS)
        .allSatisfy(
            want ->
                assertThat(MUTATIONS.of(want))
                    .allSatisfy(
                        mutation ->
                            assertThat(Difference.between(want, mutation.left()))
                                .containsExactly(mutation.diff())));
  }

  /** An entry that nothing needs any more would hide the next mistake. */
  @Test
  void theListsHoldNothingElse() {
    assertThat(MUTATIONS.unused()).isEmpty();
    assertThat(
            Stream.of(
                    KubeMutations.TOLERATED,
                    KubeMutations.REFUSED,
                    KubeMutations.DISOWNED,
                    KubeMutations.COLLECTED)
                .flatMap(list -> list.keySet().stream()))
        .allSatisfy(
            words -> assertThat(ALL).anyMatch(mutation -> KubeMutations.matches(words, mutation)));
  }
}
