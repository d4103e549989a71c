package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.blueprint.Owner;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing is left in the operator of environments whose deletion ended without it. */
class ForgottenIT {
  /** Names no version: the operator may write meanwhile. */
  private static final PatchContext MERGING = PatchContext.of(PatchType.JSON_MERGE);

  private final OperatorUnderTest operator = new OperatorUnderTest();

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  void whatVanishesWithoutACleanupIsForgotten() {
    operator.start();
    var names = IntStream.range(0, 5).mapToObj(it -> "gone-" + it).toList();
    names.forEach(it -> operator.kubectl().apply(it, it, Map.of()));
    names.forEach(it -> operator.await(it, env -> OperatorUnderTest.is(env, "Synced", "True")));
    assertThat(names).allMatch(it -> !remains(it).isEmpty());

    for (var name : names) {
      operator.kubectl().annotate(name, "soundbite.io/paused", "true");
      operator.kubectl().delete(name);
      operator.environment(name).patch(MERGING, "{\"metadata\":{\"finalizers\":null}}");
      operator.kubectl().awaitGone(name);
    }

    await("all forgotten")
        .atMost(OperatorUnderTest.PATIENCE)
        .untilAsserted(
            () -> assertThat(names.stream().flatMap(it -> remains(it).stream())).isEmpty());
  }

  private List<String> remains(String name) {
    return Remains.of(new Owner("test", operator.namespace(), name), operator.workings());
  }
}
