package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Step.Keep;
import io.soundbite.operator.engine.Step.Update;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.rollout.RolloutRules;
import io.soundbite.operator.rollout.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration WARMTH = Duration.ofMinutes(10);
  private static final String MARK = "soundbite.io/rollout";

  /** B is live in green; A was before, in blue. */
  private static Rollout rollout(@Nullable RolloutStatus under, Instant now) {
    return new Rollout(
        new Recorded(
            new ReleaseStatus("b", "sha256:b", "b", "c", "p-b", Slot.GREEN, NOON.toString()),
            under,
            List.of()),
        new View(
            Map.of(), new View.ServiceView(Set.of(Slot.GREEN), ""), Optional.empty(), Map.of()),
        Map.of(),
        new RolloutRules(WARMTH, WARMTH, Duration.ZERO, true, Optional.empty()),
        1,
        NOON,
        now);
  }

  private static RolloutStatus warm() {
    return new RolloutStatus(
        Slot.BLUE, Slot.GREEN, "p-b", Step.WARM, NOON.toString(), NOON.toString());
  }

  private static final Rollout COLD = rollout(warm(), NOON.plus(WARMTH));

  private static KubeObject object(String id, int replicas, @Nullable String mark) {
    var annotations = mark == null ? Tree.obj() : Tree.obj(MARK, mark);
    return new KubeObject(
        new Key(Stack.API, id, "prod-" + id),
        Tree.obj(
            "metadata", Tree.obj("annotations", annotations),
            "spec", Tree.obj("replicas", replicas)),
        Set.of());
  }

  private static Update update(KubeObject want, KubeObject have) {
    return new Update(new Change<>(want, have, Difference.between(want, have)));
  }

  private static boolean isSettled(Rollout rollout, Update update, Drift... drift) {
    var settled =
        new Housekeeping(rollout, List.of(update), List.of(drift))
            .settled(List.of(update.held("Paused", "waits")));
    return settled.getFirst() instanceof Keep;
  }

  private static Update scaled(String slot) {
    var id = "Deployment/api-" + slot;
    return update(object(id, 0, null), object(id, 2, null));
  }

  @Test
  void theFormerSlotIsScaledDown() {
    assertThat(isSettled(COLD, scaled("blue"))).isTrue();
    assertThat(isSettled(rollout(null, NOON), scaled("blue"))).isTrue();
  }

  @Test
  void whatIsLiveWarmOrFillsIsNoHousekeeping() {
    assertThat(isSettled(COLD, scaled("green"))).isFalse();
    assertThat(isSettled(rollout(warm(), NOON), scaled("blue"))).isFalse();
    var filling =
        new RolloutStatus(
            Slot.GREEN, Slot.BLUE, "p-a", Step.FILLING, NOON.toString(), NOON.toString());
    assertThat(isSettled(rollout(filling, NOON), scaled("blue"))).isFalse();
  }

  @Test
  void marksAreRemoved() {
    assertThat(
            isSettled(
                COLD, update(object("Service/api", 0, null), object("Service/api", 0, "noon"))))
        .isTrue();
    assertThat(
            isSettled(
                COLD, update(object("Service/api", 0, "noon"), object("Service/api", 0, null))))
        .as("and set for something")
        .isFalse();
  }

  @Test
  void anythingElseBesideItIsTold() {
    var id = "Deployment/api-blue";
    assertThat(isSettled(COLD, update(object(id, 0, "new"), object(id, 2, "old")))).isFalse();
    assertThat(
            isSettled(
                COLD,
                scaled("blue"),
                new Drift(scaled("blue").key(), "/spec/replicas", "0", "2", null)))
        .as("somebody scaled it")
        .isFalse();
  }
}
