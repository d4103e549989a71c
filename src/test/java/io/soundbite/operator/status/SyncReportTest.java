package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.StackStatus;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Backoff;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.engine.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyncReportTest {

  private static LogGroup logs(Stack stack, String id) {
    return new LogGroup(new Key(stack, id, "/soundbite/" + id), "arn", Optional.of(7), Map.of());
  }

  private static Step create(String id) {
    return new Step.Create(logs(Stack.QUEUE, id));
  }

  private static Step update(Stack stack, String id) {
    return new Step.Update(new Change<>(logs(stack, id), logs(stack, id), List.of()));
  }

  private static Step keep(Stack stack, String id) {
    return new Step.Keep(logs(stack, id).key());
  }

  private static Step blocked(String id, String reason, String message) {
    return new Step.Blocked(logs(Stack.QUEUE, id).key(), reason, message, List.of());
  }

  /** Two fields of one resource. */
  private static final List<Drift> DRIFT =
      Stream.of("/retentionDays", "/tags")
          .map(field -> new Drift(logs(Stack.API, "c").key(), field, "30", "7", null))
          .toList();

  private static SyncReport report(Step... plan) {
    return report(Snapshot.empty(), plan);
  }

  private static SyncReport report(Snapshot snapshot, Step... plan) {
    return SyncReport.of("staging", List.of(plan), snapshot, DRIFT);
  }

  @Test
  void countsTheFiveStacks() {
    var report =
        report(
            keep(Stack.API, "a"),
            keep(Stack.API, "b"),
            update(Stack.API, "c"),
            create("d"),
            blocked("e", "NotRead", "not read"));

    assertThat(report.stacks())
        .containsExactly(
            new StackStatus("SoundBite-staging-Database", 0, 0, 0),
            new StackStatus("SoundBite-staging-Storage", 0, 0, 0),
            new StackStatus("SoundBite-staging-Queue", 2, 0, 0),
            new StackStatus("SoundBite-staging-Compute", 0, 0, 0),
            new StackStatus("SoundBite-staging-API", 3, 2, 1));
  }

  @Test
  void nothingToDoIsSynced() {
    var report = report(keep(Stack.API, "a"));

    assertThat(report.synced()).isTrue();
    assertThat(report.gravest()).isEmpty();
    assertThat(report.reason()).isEqualTo("AsDeclared");
    assertThat(report.message()).isEqualTo("Every resource is as declared.");
  }

  @Test
  void saysWhatIsUnderWay() {
    assertThat(report(create("a")).problems())
        .containsExactly(new Problem("Creating", "Creating Queue/a", false));
    assertThat(report(update(Stack.API, "a")).problems())
        .containsExactly(new Problem("Updating", "Updating API/a", false));
    assertThat(report(new Step.Delete(logs(Stack.API, "a"), true)).problems())
        .containsExactly(new Problem("Deleting", "Deleting API/a", false));
    assertThat(report(new Step.Release(logs(Stack.API, "a"))).problems())
        .containsExactly(new Problem("Releasing", "Releasing API/a", false));
  }

  @Test
  void saysWhatItWaitsFor() {
    var key = create("a").key();
    var waiting = new Snapshot(Map.of(), Map.of(), Map.of(key, "is being made"), false);

    assertThat(report(waiting, create("a")).message()).isEqualTo("Creating Queue/a: is being made");
  }

  @ParameterizedTest
  @EnumSource
  void saysWhyItFailedAndWhetherThatMayPass(Failure.Kind kind) {
    var failure = new Failure(kind, "sqs:CreateQueue", "SoundBite-staging-a", "No.");
    var failed =
        new Snapshot(
            Map.of(),
            Map.of(create("a").key(), Backoff.none(failure)),
            Map.of(create("a").key(), "not said"),
            false);

    var expected =
        new Problem(kind.reason(), "sqs:CreateQueue on SoundBite-staging-a: No.", !kind.passing());
    assertThat(report(failed, create("a")).problems()).containsExactly(expected);
    assertThat(report(blocked("a", kind.reason(), expected.message())).problems())
        .as("unreadable and unwritable are equally grave")
        .containsExactly(expected);
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.Kind.class,
      names = {"DENIED", "INVALID", "QUOTA"})
  void theFirstRefusalsOfAReadOrWriteDoNotLastYet(Failure.Kind kind) {
    var failure = new Failure(kind, "sqs:CreateQueue", "SoundBite-staging-a", "No.");
    var backoff = Backoff.first(failure, Situation.NOON, () -> 0L);
    for (var attempt = 1; attempt <= 4; attempt++) {
      var failed = new Snapshot(Map.of(), Map.of(create("a").key(), backoff), Map.of(), false);
      var expected = new Problem(kind.reason(), failure.sentence(), attempt > 3);

      assertThat(report(failed, create("a")).problems()).containsExactly(expected);
      assertThat(report(failed, blocked("a", kind.reason(), expected.message())).problems())
          .containsExactly(expected);
      assertThat(report(failed, blocked("a", "Contested", "x")).gravest().orElseThrow().lasting())
          .as("another problem of the resource")
          .isTrue();
      backoff = backoff.again(failure, Situation.NOON, () -> 0L);
    }
  }

  @Test
  void theGravestComesFirst() {
    var report =
        report(
            create("a"),
            blocked("b", "NotRead", "b has not been read yet"),
            blocked("c", "NamingConflict", "c is taken"),
            blocked("d", "Immutable", "d can't change"));

    assertThat(report.gravest().orElseThrow().lasting()).isTrue();
    assertThat(report.synced()).isFalse();
    assertThat(report.reason()).isEqualTo("NamingConflict");
    assertThat(report.message())
        .isEqualTo("c is taken; d can't change; Creating Queue/a; and 1 more");
  }

  @Test
  void whatIsDoneComesBeforeWhatWaitsAndWhatNeedsHelpBeforeBoth() {
    var waits = blocked("a", "Planned", "a waits");
    var helpless = blocked("c", "DataLoss", "c is gone");

    assertThat(report(waits, create("b"), helpless).problems())
        .containsExactly(
            new Problem("DataLoss", "c is gone", Problem.Outlook.LASTING),
            new Problem("Creating", "Creating Queue/b", Problem.Outlook.PASSING),
            new Problem("Planned", "a waits", Problem.Outlook.WAITING));
    assertThat(report(waits, create("b")).gravest())
        .contains(new Problem("Creating", "Creating Queue/b; a waits", false));
    assertThat(report(waits).gravest()).contains(Problem.waiting("Planned", "a waits"));
    assertThat(report(blocked("a", "Paused", "a waits")).gravest().orElseThrow().lasting())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Contested", "DataLoss", "Downgrade", "Immutable", "InUse", "NamingConflict"})
  void whatNeedsHelp(String reason) {
    assertThat(report(blocked("a", reason, "no.")).problems())
        .containsExactly(new Problem(reason, "no.", true));
  }

  @Test
  void theSameIsSaidOnceAndNoMoreThanThree() {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < 50; i++) {
      steps.add(blocked("same" + i, "Unavailable", "the endpoint is away"));
    }
    assertThat(report(steps.toArray(Step[]::new)).message()).isEqualTo("the endpoint is away");

    for (int i = 0; i < 50; i++) {
      steps.add(create("n" + i));
    }
    assertThat(report(steps.toArray(Step[]::new)).message())
        .isEqualTo("the endpoint is away; Creating Queue/n0; Creating Queue/n1; and 48 more");
    assertThat(report(create("x"), create("y"), create("z")).message())
        .isEqualTo("Creating Queue/x; Creating Queue/y; Creating Queue/z");
  }
}
