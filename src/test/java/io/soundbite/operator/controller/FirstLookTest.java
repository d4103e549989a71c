package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FirstLookTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final List<String> DATA =
      List.of("Database/SoundbitesTable", "Storage/SoundbitesBucket");

  private final Environment environment = StagingExample.environment();
  private final Halves wants = Halves.of(Blueprint.of(environment, SlotTarget.none()));

  @Test
  void whatCarriesItsOwnerWasItsOwnBefore() {
    assertThat(data(new Ownership.OwnedBy(environment.owner()))).isEqualTo(DATA);
  }

  /** What others have there, or it left behind when it was deleted, says nothing of lost data. */
  @ParameterizedTest
  @MethodSource("others")
  void anyOtherOwnershipLeavesItNew(Ownership ownership) {
    assertThat(data(ownership)).isEmpty();
  }

  static Stream<Ownership> others() {
    return Stream.of(
        new Ownership.Unowned(),
        new Ownership.OwnedBy(new Owner("another", "soundbite", "staging")),
        new Ownership.RetainedBy(StagingExample.environment().owner()),
        new Ownership.Foreign("cloudformation stack SoundBite"),
        new Ownership.SameAs("Queue/SoundbiteQueue"),
        new Ownership.Written());
  }

  /** What deletes old data is not set on it without permission, as it would be on new ones. */
  @Test
  void onlyWhatCarriesItsOwnerIsKnownAsItsOwn() {
    var mine = wants.aws().getLast();
    var bare = wants.aws().getFirst();
    var snapshot =
        sight(
                Map.of(
                    mine.key(),
                    new Observation.Present<>(
                        mine, new Ownership.OwnedBy(environment.owner()), NOON),
                    bare.key(),
                    new Observation.Present<>(bare, new Ownership.Unowned(), NOON)))
            .snapshot();

    assertThat(new FirstLook(environment, wants, false).own(snapshot)).containsExactly(mine.key());
  }

  @Test
  void aPersonMaySayIt() {
    assertThat(new FirstLook(environment, wants, true).data(sight(Map.of()))).isEqualTo(DATA);
    assertThat(new FirstLook(environment, wants, false).data(sight(Map.of()))).isEmpty();
  }

  /** With a queue or whatever comes last there, and all else absent. */
  private List<String> data(Ownership ownership) {
    var one = wants.aws().getLast();
    return new FirstLook(environment, wants, false)
        .data(sight(Map.of(one.key(), new Observation.Present<>(one, ownership, NOON))));
  }

  private static AwsSide.Planned sight(Map<Key, Observation<?>> seen) {
    return new AwsSide.Planned(List.of(), new Snapshot(seen, Map.of(), Map.of(), false));
  }
}
