package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.ManualClock;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.status.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EnvironmentTagsTest {
  private static final Map<String, Release> STORED =
      Map.of("a", Images.release("a"), "b", Images.release("b"));
  private static final Scope SCOPE = new Scope("us-east-1", null, new Scope.Credentials.Operator());

  private final ManualClock clock = new ManualClock();
  private final LinkedBlockingQueue<Owner> woken = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<EnvironmentTags.Question> writes = new LinkedBlockingQueue<>();
  private final AtomicReference<Result<List<String>>> answer =
      new AtomicReference<>(new Result.Ok<>(List.of()));
  private final CountDownLatch open = new CountDownLatch(1);
  private final EnvironmentTags tags = new EnvironmentTags(this::write, woken::add, clock);
  private Environment environment = environment("1.4.1");

  private Result<List<String>> write(EnvironmentTags.Question question) {
    writes.add(question);
    try {
      assertThat(open.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return answer.get();
  }

  @Test
  void nothingIsAskedBeforeThereIsARelease() {
    assertThat(of(new Recorded(null, null, List.of()))).isEqualTo(Finding.known(true));
    assertThat(writes).isEmpty();
  }

  @Test
  void theyAreSeenToAfterASwitchAndEveryHour() throws InterruptedException {
    open.countDown();
    assertThat(of(live("a", 0)).value()).isEmpty();
    awaitAnswer();
    assertThat(of(live("a", 0)))
        .isEqualTo(Finding.known(true, Optional.of(clock.instant().plus(Duration.ofHours(1)))));
    assertThat(writes.remove())
        .isEqualTo(
            new EnvironmentTags.Question(
                SCOPE,
                environment.facts(),
                environment.owner(),
                "production",
                new NeededImages("repository@sha256:a", Optional.empty(), at(0))));
    clock.pass(Duration.ofHours(1));

    assertThat(of(live("a", 0)).value()).contains(true);
    awaitAnswer();
    assertThat(writes).hasSize(1);
  }

  /** What was done for the same images before the last switch is undone by it. */
  @Test
  void aReturnIsAnotherSwitch() throws InterruptedException {
    open.countDown();
    for (var minute = 0; minute < 3; minute++) {
      of(live(minute % 2 == 0 ? "a" : "b", minute));
      awaitAnswer();
    }

    assertThat(writes)
        .extracting(it -> it.images().live())
        .containsExactly("repository@sha256:a", "repository@sha256:b", "repository@sha256:a");
  }

  @Test
  void aFailureIsSaidAndTriedAgain() throws InterruptedException {
    open.countDown();
    answer.set(failed(Failure.Kind.DENIED));
    of(live("a", 0));
    awaitAnswer();

    var denied = new Problem("AccessDenied", "ecr:PutImage on repository:production: no", true);
    assertThat(of(live("a", 0)))
        .isEqualTo(Finding.missing(denied, Optional.of(clock.instant().plusSeconds(30))));
    clock.pass(Duration.ofSeconds(30));
    answer.set(new Result.Ok<>(List.of("production")));
    assertThat(of(live("a", 0)).problem()).contains(denied); // while it is tried
    awaitAnswer();
    assertThat(of(live("a", 0)).problem()).isEmpty();
  }

  @Test
  void aMissingImageLasts() throws InterruptedException {
    open.countDown();
    answer.set(failed(Failure.Kind.NOT_FOUND));
    of(live("a", 0));
    awaitAnswer();

    assertThat(of(live("a", 0)).problem())
        .hasValueSatisfying(
            it -> {
              assertThat(it.reason()).isEqualTo("ImageNotFound");
              assertThat(it.lasting()).isTrue();
            });
  }

  /** However slow ECR is, the last word is that of the last switch. */
  @Test
  void whatIsOutdatedIsNotWrittenAnyMore() throws InterruptedException {
    of(live("a", 0));
    assertThat(writes.poll(10, TimeUnit.SECONDS)).isNotNull();
    of(live("b", 1)); // waits for the one that is being written
    of(live("a", 2));
    open.countDown();
    for (var answers = 0; answers < 3; answers++) {
      awaitAnswer();
    }

    assertThat(writes).extracting(it -> it.images().since()).containsExactly(at(2));
  }

  @Test
  void aTagThatTheSpecAsksForIsLeftToWhoPushesIt() {
    for (var tag : List.of("production", "production-previous")) {
      environment = environment(tag);
      assertThat(of(live("a", 0))).isEqualTo(Finding.known(true));
    }
    assertThat(writes).isEmpty();
  }

  @Test
  void anEnvironmentThatComesAgainBeginsAnew() throws InterruptedException {
    open.countDown();
    of(live("a", 0));
    awaitAnswer();
    tags.forget(environment.owner());
    of(live("b", 1));
    awaitAnswer();

    assertThat(writes).hasSize(2);
  }

  private void awaitAnswer() throws InterruptedException {
    assertThat(woken.poll(10, TimeUnit.SECONDS)).isEqualTo(environment.owner());
  }

  private Finding<Boolean> of(Recorded recorded) {
    return tags.of(environment, SCOPE, recorded, STORED);
  }

  private static Recorded live(String revision, int minute) {
    var digest = "sha256:" + revision;
    var entry =
        new HistoryEntry(
            "1.4.1",
            digest,
            "",
            revision,
            Slot.BLUE,
            at(minute),
            null,
            Outcome.LIVE,
            1L,
            null,
            null,
            null,
            null);
    return new Recorded(
        new ReleaseStatus("1.4.1", digest, "", "", revision, Slot.BLUE, at(minute)),
        null,
        List.of(entry));
  }

  private static String at(int minute) {
    return "2026-01-01T00:%02d:00Z".formatted(minute);
  }

  /** What can't be moved is told once, is tried every hour, and keeps nothing from being Ready. */
  @Test
  void immutableTagsAreToldOnce() throws InterruptedException {
    open.countDown();
    answer.set(failed(Failure.Kind.IMMUTABLE));
    of(live("a", 0));
    awaitAnswer();

    var first = of(live("a", 0));
    var second = of(live("a", 0));

    assertThat(first.value()).contains(true);
    assertThat(first.problem()).map(Problem::reason).contains(EnvironmentTags.IMMUTABLE);
    assertThat(first.problem()).map(Problem::lasting).contains(false);
    assertThat(second)
        .isEqualTo(Finding.known(true, Optional.of(clock.instant().plus(Duration.ofHours(1)))));
  }

  private static Result<List<String>> failed(Failure.Kind kind) {
    return new Result.Failed<>(new Failure(kind, "ecr:PutImage", "repository:production", "no"));
  }

  private static Environment environment(String tag) {
    var facts =
        new Facts(
            "123456789012",
            "aws",
            "amazonaws.com",
            "us-east-1",
            null,
            null,
            "issuer",
            Installation.of("here"));
    var resource =
        ExampleFile.read("production", ExampleFile.with(Tree.obj("image", Tree.obj("tag", tag))));
    resource.getMetadata().setUid("uid");
    return Environment.of(resource, facts);
  }
}
