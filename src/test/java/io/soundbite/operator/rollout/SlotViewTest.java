package io.soundbite.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotViewTest {
  private static final String COMPLETE =
      """
      metadata: {generation: 4}
      spec:
        replicas: 3
        template: {metadata: {annotations: {soundbite.io/release: abc}}}
      status:
        observedGeneration: 4
        replicas: 3
        updatedReplicas: 3
        readyReplicas: 3
        availableReplicas: 3
        conditions:
        - {type: Available, status: "True", reason: MinimumReplicasAvailable}
        - {type: Progressing, status: "True", reason: NewReplicaSetAvailable}
      """;

  @Test
  void readsWhatTheDeploymentShows() {
    assertThat(view(COMPLETE))
        .isEqualTo(new SlotView("abc", "", 3, 3, 3, 3, 3, true, Optional.empty()));
  }

  @Test
  void servesItsReleaseInItsSize() {
    assertThat(view(COMPLETE).serves(3)).isTrue();
    assertThat(view(COMPLETE).serves(4)).isFalse();
    assertThat(view(COMPLETE).isOf("staging-abc")).isTrue();
    assertThat(view(COMPLETE).isOf("staging-other")).isFalse();
    assertThat(view("metadata: {generation: 1}").isOf("staging-")).isFalse();
  }

  /** Each is one way in which a rollout is not complete. */
  @ParameterizedTest
  @CsvSource({
    "observedGeneration: 4, observedGeneration: 3",
    "updatedReplicas: 3, updatedReplicas: 2",
    "availableReplicas: 3, availableReplicas: 2",
    "'  replicas: 3\\n  updated', '  replicas: 4\\n  updated'",
    "observedGeneration: 4, nothing: 4"
  })
  void doesNotServeBeforeTheRolloutIsComplete(String complete, String incomplete) {
    var deployment = COMPLETE.replace(unescaped(complete), unescaped(incomplete));

    assertThat(deployment).isNotEqualTo(COMPLETE);
    assertThat(view(deployment).serves(3)).isFalse();
  }

  @Test
  void justCreatedShowsNothing() {
    assertThat(view("metadata: {generation: 1}"))
        .isEqualTo(new SlotView("", "", 1, 0, 0, 0, 0, false, Optional.empty()));
  }

  @Test
  void troubleIsThatOfItsRelease() {
    var trouble = new Trouble("CrashLoopBackOff", "back-off 10s", Instant.EPOCH);
    var deployment = (Tree.Obj) Tree.of(Serialization.unmarshal(COMPLETE, Object.class));

    assertThat(SlotView.of(deployment, Map.of("abc", Optional.of(trouble))::get).trouble())
        .contains(trouble);
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n");
  }

  private static SlotView view(String yaml) {
    return SlotView.of(
        (Tree.Obj) Tree.of(Serialization.unmarshal(yaml, Object.class)), any -> Optional.empty());
  }
}
