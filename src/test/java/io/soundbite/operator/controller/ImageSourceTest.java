package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.Images.Resolution;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.ManualClock;
import io.soundbite.operator.grants.Grants;
import io.soundbite.operator.grants.GrantsFile;
import io.soundbite.operator.status.Problem;
import io.soundbite.operator.status.Rivals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImageSourceTest {
  private static final String URI = "123456789012.dkr.ecr.us-east-1.amazonaws.com/soundbite-%s-api";
  private static final String STAGING = URI.formatted("staging");
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
  private static final ImageStatus ONE = new ImageStatus(STAGING, "1.4.1", "sha256:one");
  private static final ImageStatus TWO = new ImageStatus(STAGING, "1.4.1", "sha256:two");
  private static final Optional<SoundBiteEnvironment> NONE = Optional.empty();

  private final ManualClock clock = new ManualClock();
  private final LinkedBlockingQueue<Owner> woken = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<ImageSource.Question> asked = new LinkedBlockingQueue<>();
  private final AtomicReference<Resolution> answer = new AtomicReference<>(resolved(ONE));
  private final ImageSource images =
      new ImageSource(
          question -> {
            asked.add(question);
            return answer.get();
          },
          Grants.everything("soundbite"),
          woken::add,
          clock);
  private Environment environment = environment("staging", "image", Tree.obj("tag", "1.4.1"));
  private long generation = 1;

  @Test
  void isAskedForOnceAndKnownForHalfAMinute() throws InterruptedException {
    assertThat(of(status(null)))
        .isEqualTo(Finding.pending("Resolving tag 1.4.1 of " + STAGING + "."));
    awaitAnswer();

    assertThat(of(status(null)))
        .isEqualTo(Finding.known(ONE, Optional.of(clock.instant().plus(HALF_A_MINUTE))));
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatIsLiveIsNeverAskedForAgain() {
    assertThat(of(status(ONE, live(ONE), null))).isEqualTo(Finding.known(ONE));
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsOnItsWayIsNeverAskedForAgain() {
    assertThat(of(status(TWO, live(ONE), TWO))).isEqualTo(Finding.known(TWO));
    assertThat(of(status(TWO, null, TWO))).isEqualTo(Finding.known(TWO));
    assertThat(asked).isEmpty();
  }

  /** Nothing more happens until the spec changes, also when its tag is pushed again. */
  @Test
  void whatWasRolledBackIsAskedForAgainByAnotherSpecOnly() throws InterruptedException {
    var failed = status(TWO, live(ONE), TWO, Outcome.ROLLED_BACK);

    assertThat(of(failed)).isEqualTo(Finding.known(TWO));
    assertThat(asked).isEmpty();
    generation++;
    of(failed);
    awaitAnswer();
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatWaitsIsAnotherWhenItsTagIsPushedAgain() throws InterruptedException {
    var waiting = status(ONE, live(new ImageStatus(STAGING, "1.4.0", "sha256:zero")), null);
    assertThat(of(waiting)).isEqualTo(Finding.known(ONE)); // while it is asked for
    awaitAnswer();
    answer.set(resolved(TWO));
    assertThat(of(waiting).value()).contains(ONE);
    clock.pass(HALF_A_MINUTE);

    assertThat(of(waiting)).isEqualTo(Finding.known(ONE)); // not Reading
    awaitAnswer();
    assertThat(of(waiting).value()).contains(TWO);
  }

  /** The tag of a release that waits may stand for what is live under another. */
  @Test
  void whatIsLiveUnderAnotherTagWaits() throws InterruptedException {
    answer.set(resolved(TWO));
    var waiting = status(ONE, live(new ImageStatus(STAGING, "1.4.0", "sha256:one")), null);
    of(waiting);
    awaitAnswer();

    assertThat(of(waiting).value()).contains(TWO);
  }

  @Test
  void anotherTagOrRepositoryIsAnotherQuestion() throws InterruptedException {
    environment = environment("staging", "image", Tree.obj("tag", "1.4.2"));
    assertThat(of(status(ONE, live(ONE), null)).value()).isEmpty();
    awaitAnswer();
    environment =
        environment("staging", "image", Tree.obj("tag", "1.4.1", "repository", "another"));
    assertThat(of(status(ONE, live(ONE), null)).value()).isEmpty();
    awaitAnswer();

    assertThat(asked)
        .extracting(ImageSource.Question::tag, ImageSource.Question::repository)
        .containsExactly(
            tuple("1.4.2", STAGING),
            tuple("1.4.1", STAGING.replace("soundbite-staging-api", "another")));
  }

  @Test
  void ecrThatIsAwayTakesNothingFromWhatIsKnown() throws InterruptedException {
    answer.set(failed(Failure.Kind.THROTTLED));
    var waiting = status(ONE);
    of(waiting);
    awaitAnswer();

    assertThat(of(waiting))
        .isEqualTo(Finding.known(ONE, Optional.of(clock.instant().plusSeconds(5))));
    assertThat(of(status(null)).problem().map(Problem::reason)).contains("Throttled");
  }

  @Test
  void aTagThatIsGoneIsMissedUntilItIsBack() throws InterruptedException {
    answer.set(new Resolution.NoSuchTag(STAGING, "1.4.1"));
    of(status(ONE));
    awaitAnswer();
    assertThat(of(status(ONE)).problem())
        .contains(
            new Problem("ImageNotFound", STAGING + " has no tag 1.4.1; push it there.", false));
    answer.set(resolved(TWO));
    clock.pass(Duration.ofSeconds(5));

    assertThat(of(status(null)).problem().map(Problem::reason)).contains("ImageNotFound");
    awaitAnswer();
    assertThat(of(status(null)).value()).contains(TWO);
  }

  @Test
  void refusalsAndMissingRepositoriesAreProblems() throws InterruptedException {
    answer.set(failed(Failure.Kind.DENIED));
    of(status(ONE));
    awaitAnswer();
    assertThat(of(status(ONE)).problem().map(Problem::reason)).contains("AccessDenied");
    answer.set(new Resolution.NoSuchRepository(STAGING));
    clock.pass(Duration.ofSeconds(5));
    of(status(ONE));
    awaitAnswer();
    assertThat(of(status(ONE)).problem().map(Problem::message))
        .hasValueSatisfying(it -> assertThat(it).startsWith("There is no repository " + STAGING));
  }

  /** Whoever pushes a tag again, and then asks for it elsewhere, means what was pushed. */
  @Test
  void anotherEnvironmentAsksForItself() throws InterruptedException {
    of(status(null));
    awaitAnswer();
    answer.set(resolved(TWO));
    environment =
        environment("production", "image", Tree.obj("tag", "1.4.1", "repository", STAGING));
    of(status(null));
    awaitAnswer();

    assertThat(of(status(null)).value()).contains(TWO);
  }

  @Test
  void theSourcesRepositoryIsTheDefault() throws InterruptedException {
    environment = environment("production", "image", Tree.obj("tag", "1.4.1"));
    assertThat(of(status(null), source("dev")).value()).isEmpty();
    awaitAnswer();

    assertThat(asked.remove().repository()).isEqualTo(URI.formatted("dev"));
  }

  @Test
  void aSourceWithoutAnImageIsWaitedFor() {
    environment = environment("production", "image", Tree.obj("tag", "1.4.1"));
    var source = Rivals.environment("staging", "staging", "2026-01-01T00:00:00Z");

    assertThat(of(status(null), Optional.of(source)).problem())
        .hasValueSatisfying(
            it -> {
              assertThat(it.reason()).isEqualTo("Reading");
              assertThat(it.message()).contains("soundbite/staging", "spec.image.repository");
              assertThat(it.lasting()).isFalse();
            });
    assertThat(asked).isEmpty();
  }

  @Test
  void aSourceThatIsMissingIsSaid() {
    environment = environment("production", "image", Tree.obj("tag", "1.4.1"));

    assertThat(of(status(null)).problem())
        .hasValueSatisfying(
            it -> {
              assertThat(it.reason()).isEqualTo("SourceMissing");
              assertThat(it.message()).contains("soundbite/staging", "spec.image.repository");
              assertThat(it.lasting()).isFalse();
            });
    assertThat(of(status(ONE)).problem().map(Problem::reason)).contains("SourceMissing");
  }

  @Test
  void whatIsLiveNeedsNoSource() {
    environment = environment("production", "image", Tree.obj("tag", "1.4.1"));

    var taken = ONE.takenFrom("soundbite/staging");
    assertThat(of(status(taken, live(ONE), null))).isEqualTo(Finding.known(taken));
    // As an operator left it that did not record the source.
    assertThat(of(status(ONE, live(ONE), null))).isEqualTo(Finding.known(taken));
    generation++;
    assertThat(of(status(taken, live(ONE), null))).isEqualTo(Finding.known(taken));
    assertThat(of(status(ONE, live(ONE), null))).isEqualTo(Finding.known(taken));
    assertThat(asked).isEmpty();
  }

  /** Whoever may change the source's status or recreate it decides nothing of what runs here. */
  @Test
  void aSourceThatMovesToAnotherRepositoryChangesNothingThatIsLiveOrRolling() {
    environment = environment("production", "image", Tree.obj("tag", "1.4.1"));
    var one = ONE.takenFrom("soundbite/staging");
    var two = TWO.takenFrom("soundbite/staging");
    answer.set(resolved(new ImageStatus(URI.formatted("evil"), "1.4.1", "sha256:evil")));

    for (var before :
        List.of(
            status(one, live(ONE), null),
            status(two, live(ONE), TWO),
            status(two, null, TWO),
            status(two, live(ONE), TWO, Outcome.ROLLED_BACK),
            status(ONE, live(ONE), null))) {
      assertThat(of(before, source("evil")).value())
          .hasValueSatisfying(it -> assertThat(it.repository()).isEqualTo(STAGING));
    }
    // Nor when something else of the own spec changes.
    generation++;
    assertThat(of(status(one, live(ONE), null), source("evil"))).isEqualTo(Finding.known(one));
    assertThat(asked).isEmpty();
  }

  @Test
  void anotherSourceOrARepositoryOfItsOwnIsAnotherQuestion() throws InterruptedException {
    var taken = status(ONE.takenFrom("soundbite/former"), live(ONE), null);
    environment = environment("production", "image", Tree.obj("tag", "1.4.1"));
    generation++;
    assertThat(of(taken, source("dev")).value()).isEmpty();
    awaitAnswer();
    assertThat(asked.remove().repository()).isEqualTo(URI.formatted("dev"));

    environment = environment("production", "image", Tree.obj("tag", "1.4.1", "repository", "own"));
    assertThat(of(taken, source("staging")).value()).isEmpty();
    awaitAnswer();
    assertThat(asked.remove().repository()).endsWith("/own");
    // The very repository that it was taken from is no other.
    environment =
        environment("production", "image", Tree.obj("tag", "1.4.1", "repository", STAGING));
    assertThat(of(taken, source("staging"))).isEqualTo(Finding.known(ONE));
  }

  /** What waits is looked for where the source is now, and what is found says so. */
  @Test
  void whatWaitsGoesWithTheSource() throws InterruptedException {
    environment = environment("production", "image", Tree.obj("tag", "1.4.1"));
    var waiting = status(ONE.takenFrom("soundbite/staging"));

    assertThat(of(waiting, source("dev")).value()).isEmpty();
    awaitAnswer();

    assertThat(asked.remove().repository()).isEqualTo(URI.formatted("dev"));
    assertThat(of(waiting, source("dev")).value()).contains(ONE.takenFrom("soundbite/staging"));
  }

  @Test
  void aRepositoryThatTheSourceNamesMustBeGrantedHere() throws InterruptedException {
    environment = environment("production", "image", Tree.obj("tag", "1.4.1"));
    var granting = images("environments: [production], repositories: [shared]");
    for (var name : List.of("evil", "staging-api-2", "production/../evil")) {
      assertThat(of(granting, status(null), source(name)).problem())
          .hasValueSatisfying(
              it -> {
                assertThat(it.reason()).isEqualTo("NotGranted");
                assertThat(it.message())
                    .contains("repositories: [\"" + URI.formatted(name) + "\"]");
              });
    }
    assertThat(asked).isEmpty();

    // What is live stays, also where the grant has gone.
    var taken = ONE.takenFrom("soundbite/staging");
    assertThat(of(granting, status(taken, live(ONE), null), source("evil")))
        .isEqualTo(Finding.known(taken));
    // The repository of an environment that was granted is.
    of(granting, status(null), source("production"));
    awaitAnswer();
    assertThat(asked.remove().repository()).isEqualTo(URI.formatted("production"));
  }

  @Test
  void aRepositoryThatIsDeclaredNeedsNoSource() throws InterruptedException {
    environment = environment("production", "image", Tree.obj("tag", "1.4.1", "repository", "own"));
    of(status(null));
    awaitAnswer();

    assertThat(asked.remove().repository()).endsWith("/own");
  }

  private void awaitAnswer() throws InterruptedException {
    assertThat(woken.poll(10, TimeUnit.SECONDS)).isEqualTo(environment.owner());
  }

  private Finding<ImageStatus> of(EnvironmentStatus before) {
    return of(before, NONE);
  }

  private Finding<ImageStatus> of(EnvironmentStatus before, Optional<SoundBiteEnvironment> source) {
    return of(images, before, source);
  }

  private Finding<ImageStatus> of(
      ImageSource images, EnvironmentStatus before, Optional<SoundBiteEnvironment> source) {
    var scope = new Scope("us-east-1", null, new Scope.Credentials.Operator());
    return images.of(environment, scope, before, source, generation);
  }

  /** With grants of the namespace. */
  private ImageSource images(String granted) {
    return new ImageSource(
        question -> {
          asked.add(question);
          return answer.get();
        },
        GrantsFile.read("test", "grants: [{namespace: soundbite, %s}]".formatted(granted)),
        woken::add,
        clock);
  }

  private static Environment environment(String example, String field, Tree value) {
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
    var resource = ExampleFile.read(example, ExampleFile.with(Tree.obj(field, value)));
    resource.getMetadata().setUid("uid");
    return Environment.of(resource, facts);
  }

  /**
   * The environment that production is promoted from, with an image of the repository of {@code
   * name}.
   */
  private static Optional<SoundBiteEnvironment> source(String name) {
    return Optional.of(
        Rivals.asking(
            Rivals.environment("staging", "staging", "2026-01-01T00:00:00Z"), URI.formatted(name)));
  }

  private static Resolution resolved(ImageStatus image) {
    return new Resolution.Resolved(image.repository(), image.tag(), image.digest());
  }

  private static Resolution failed(Failure.Kind kind) {
    return new Resolution.Failed(new Failure(kind, "ecr:DescribeImages", STAGING, "no"));
  }

  private static EnvironmentStatus status(@Nullable ImageStatus image) {
    return status(image, null, null);
  }

  /** With {@code rolling} on its way. */
  private static EnvironmentStatus status(
      @Nullable ImageStatus image, @Nullable ReleaseStatus live, @Nullable ImageStatus rolling) {
    return status(image, live, rolling, Outcome.ROLLING_OUT);
  }

  private static EnvironmentStatus status(
      @Nullable ImageStatus image,
      @Nullable ReleaseStatus live,
      @Nullable ImageStatus rolling,
      Outcome outcome) {
    var at = "2026-01-01T00:00:00Z";
    return new EnvironmentStatus(
        1L,
        null,
        image,
        live,
        rolling == null || outcome != Outcome.ROLLING_OUT
            ? null
            : new RolloutStatus(null, Slot.GREEN, "rolling", RolloutStatus.Step.FILLING, at, at),
        rolling == null
            ? List.of()
            : List.of(
                new HistoryEntry(
                    rolling.tag(),
                    rolling.digest(),
                    "",
                    "rolling",
                    Slot.GREEN,
                    at,
                    null,
                    outcome,
                    1L,
                    null,
                    null,
                    null,
                    null)),
        List.of(),
        List.of(),
        null,
        List.of(),
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        List.of());
  }

  private static ReleaseStatus live(ImageStatus image) {
    return new ReleaseStatus(
        image.tag(), image.digest(), "", "", "live", Slot.BLUE, "2026-01-01T00:00:00Z");
  }
}
