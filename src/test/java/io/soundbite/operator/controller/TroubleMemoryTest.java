package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TroubleMemoryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Tree.Obj STUCK =
      Tree.obj(
          "metadata",
          Map.of("uid", "1"),
          "status",
          Map.of(
              "containerStatuses",
              List.of(Map.of("state", Map.of("waiting", Map.of("reason", "ErrImagePull"))))));

  private final TroubleMemory memory = new TroubleMemory();

  @Test
  void remembersFromTurnToTurn() {
    var first = memory.observe(owner(1), List.of(STUCK), NOW);

    assertThat(memory.observe(owner(1), List.of(STUCK), NOW.plusSeconds(9))).isEqualTo(first);
    assertThat(memory.observe(owner(2), List.of(STUCK), NOW.plusSeconds(9))).isNotEqualTo(first);
  }

  @Test
  void keepsNothingOfThoseThatAreWellOrGone() {
    IntStream.range(0, 200).forEach(i -> memory.observe(owner(i), List.of(STUCK), NOW));
    IntStream.range(200, 400).forEach(i -> memory.observe(owner(i), List.of(), NOW));
    assertThat(memory.size()).isEqualTo(200);

    IntStream.range(0, 100).forEach(i -> memory.forget(owner(i)));
    IntStream.range(100, 200).forEach(i -> memory.observe(owner(i), List.of(), NOW));
    assertThat(memory.size()).isZero();
  }

  private static Owner owner(int number) {
    return new Owner("cluster", "namespace", "environment-" + number);
  }
}
