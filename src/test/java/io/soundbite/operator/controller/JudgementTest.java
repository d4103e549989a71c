package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Consent;
import io.soundbite.operator.engine.Plan;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.status.Approval;
import io.soundbite.operator.status.Note;
import io.soundbite.operator.status.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Step CREATE =
      new Step.Create(
          new KubeObject(
              new Key(Stack.API, "Service/api", "staging-api"), Tree.obj("a", 1), Set.of()));
  private static final Revision WANTED = revision("1.4.2", "info");
  private static final String LABEL =
      "1.4.2 (sha256:abc, configuration " + WANTED.release().configHash() + ")";
  private static final Approval PAUSED = Approval.withheld("waits for soundbite.io/paused to go");
  private static final Approval HEALING = Approval.given(Optional.empty());

  private static Revision revision(String tag, String logLevel) {
    return Revision.of(
        "staging",
        new Release(
            tag,
            "registry/api@sha256:abc",
            new TreeMap<>(Map.of("LOG_LEVEL", logLevel)),
            new TreeMap<>(),
            new Release.Pod(
                1,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Tree.arr(),
                List.of(),
                List.of())));
  }

  private static Judgement judgement(Approval approval, boolean frozen, boolean rolling) {
    var inspection = new DriftWatch.Inspection(List.of(CREATE), List.of(), List.of(), List.of());
    return new Judgement(approval, inspection, true, frozen, rolling);
  }

  private static Approval planned(Optional<String> apply) {
    return Approval.of(new Plan(List.of(CREATE), Optional.of(LABEL)), apply, null);
  }

  private static Approval agreed() {
    return planned(Optional.of(new Plan(List.of(CREATE), Optional.of(LABEL)).hash()));
  }

  @Test
  void releasesAreKnownByTagImageAndConfiguration() {
    assertThat(Judgement.label(WANTED)).isEqualTo(LABEL);
    assertThat(Judgement.label(revision("1.4.2", "debug"))).isNotEqualTo(LABEL);
  }

  @Test
  void healingDoesEverything() {
    var healing = judgement(HEALING, false, false);

    assertThat(healing.kube()).containsExactly(CREATE);
    assertThat(healing.allows(WANTED)).isTrue();
    assertThat(healing.held(Optional.of(WANTED))).isEmpty();
    assertThat(healing.notes()).isEmpty();
    assertThat(healing.consent()).isEqualTo(new Consent.All());
  }

  @Test
  void aPlanIsNotDoneWithoutAYes() {
    var waiting = judgement(planned(Optional.empty()), false, false);

    assertThat(waiting.kube())
        .singleElement()
        .isInstanceOfSatisfying(
            Step.Blocked.class, it -> assertThat(it.reason()).isEqualTo("Planned"));
    assertThat(waiting.allows(WANTED)).isFalse();
    assertThat(waiting.held(Optional.of(WANTED)))
        .contains(
            Problem.waiting(
                "Planned", "Release %s %s.".formatted(LABEL, waiting.consent().message())));
  }

  @Test
  void withAYesItsStepsAndItsVeryReleaseAre() {
    var judgement = judgement(agreed(), false, false);

    assertThat(judgement.kube()).containsExactly(CREATE);
    assertThat(judgement.held(Optional.of(WANTED))).isEmpty();
    assertThat(judgement.held(Optional.of(revision("1.4.2", "debug")))).isPresent();
    assertThat(judgement.held(Optional.of(revision("1.4.3", "info")))).isPresent();
  }

  @Test
  void aReleaseThatMovesIsNotStoppedHalfWay() {
    assertThat(judgement(planned(Optional.empty()), false, true).kube()).containsExactly(CREATE);
  }

  @Test
  void whilePausedNotEvenThatIsDone() {
    var paused = judgement(PAUSED, true, true);

    assertThat(paused.kube())
        .singleElement()
        .isInstanceOfSatisfying(
            Step.Blocked.class, it -> assertThat(it.reason()).isEqualTo("Paused"));
    assertThat(paused.held(Optional.of(WANTED)))
        .contains(
            Problem.waiting(
                "Paused", "Release %s waits for soundbite.io/paused to go.".formatted(LABEL)));
    assertThat(judgement(PAUSED, true, false).kube()).noneMatch(Step::writes);
  }

  @Test
  void aYesThatIsRefusedIsTold() {
    assertThat(judgement(planned(Optional.of("0123456789ab")), false, false).notes())
        .singleElement()
        .extracting(Note::reason)
        .isEqualTo("ApplyRefused");
  }
}
