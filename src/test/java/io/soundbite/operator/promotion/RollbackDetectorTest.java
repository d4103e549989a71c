package io.soundbite.operator.promotion;

import static io.soundbite.operator.promotion.Question.NOON;
import static io.soundbite.operator.promotion.Question.SHAPE;
import static io.soundbite.operator.promotion.Question.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.RejectedEntry.Cause;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.rollout.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What is rejected and what lies behind, release by release. A release is written as the letter of
 * its image and the number of its configuration: b2.
 */
class RollbackDetectorTest {
  private Recorded recorded = new Recorded(null, null, List.of());
  private List<VerifiedEntry> verified = List.of();
  private Rejections rejections = new Rejections(List.of());
  private Instant now = NOON;

  /** Each goes live after the one before it. */
  private void live(String... releases) {
    for (var release : releases) {
      begin(release);
      switched();
    }
  }

  private void begin(String release) {
    tick();
    record(recorded.live(), under(release), begun(release, recorded.history()));
  }

  private List<HistoryEntry> begun(String release, List<HistoryEntry> past) {
    var history = new ArrayList<>(past);
    history.addFirst(
        new HistoryEntry(
            release,
            digest(release.charAt(0)),
            release.substring(1),
            release,
            Slot.BLUE,
            now.toString(),
            null,
            Outcome.ROLLING_OUT,
            1L,
            null,
            null,
            null,
            null));
    return history;
  }

  private void switched() {
    tick();
    var begun = recorded.history().getFirst();
    var history =
        recorded.history().stream()
            .map(
                it ->
                    it.outcome() == Outcome.LIVE
                        ? it.ended(now.toString(), Outcome.REPLACED, null)
                        : it.equals(begun) ? it.live() : it)
            .toList();
    record(
        new ReleaseStatus(
            begun.tag(),
            begun.digest(),
            "",
            begun.configHash(),
            begun.revision(),
            Slot.BLUE,
            now.toString()),
        null,
        history);
  }

  private void fails(String release, @Nullable String successor) {
    tick();
    var history = new ArrayList<HistoryEntry>();
    var failed = recorded.entry(release).orElseThrow();
    for (var entry : recorded.history()) {
      history.add(
          entry.equals(failed)
              ? entry.ended(now.toString(), Outcome.ROLLED_BACK, "Pods crash.")
              : entry);
    }
    if (successor == null) {
      record(recorded.live(), null, history);
    } else {
      record(recorded.live(), under(successor), begun(successor, history));
    }
  }

  private void record(
      @Nullable ReleaseStatus live, @Nullable RolloutStatus rollout, List<HistoryEntry> history) {
    var after = new Recorded(live, rollout, history);
    rejections = new RollbackDetector(recorded, verified, after, now).in(rejections);
    recorded = after;
  }

  private RolloutStatus under(String release) {
    return new RolloutStatus(
        Slot.BLUE, Slot.GREEN, release, Step.FILLING, now.toString(), now.toString());
  }

  private void tick() {
    now = now.plusSeconds(60);
  }

  /** The releases that are rejected, newest first; an image without a configuration. */
  private List<String> rejected() {
    return rejections.entries().stream()
        .map(it -> it.revision() == null ? it.tag().substring(0, 1) : it.revision())
        .toList();
  }

  private List<String> behind() {
    return Predecessors.of(recorded, verified).revisions();
  }

  @Test
  void goingForwardRejectsNothing() {
    live("a1", "b1", "c1", "c2");

    assertThat(rejected()).isEmpty();
    assertThat(behind()).containsExactly("c1", "b1", "a1");
  }

  @Test
  void whatWasLeftForWhatWasLiveBeforeIsRejected() {
    live("a1", "b1", "a1");

    assertThat(rejected()).containsExactly("b");
    assertThat(rejections.entries().getFirst().cause()).isEqualTo(Cause.ROLLBACK);
    assertThat(rejections.entries().getFirst().message())
        .isEqualTo("It was left for a1 (aaaaaaaaaaaa), which had been live before it.");
    assertThat(behind()).isEmpty();
  }

  /** What lies between is not rejected, and not behind any more. */
  @Test
  void twoBackAtOnce() {
    live("a1", "b1", "c1", "a1");

    assertThat(rejected()).containsExactly("c");
    assertThat(behind()).isEmpty();
  }

  @Test
  void stepByStepBack() {
    live("a1", "b1", "c1", "b1");
    assertThat(behind()).containsExactly("a1");
    live("a1");

    assertThat(rejected()).containsExactly("b", "c");
    assertThat(behind()).isEmpty();
  }

  @Test
  void forwardAgainIsForwardAndNoRollback() {
    live("a1", "b1", "a1", "b1");

    assertThat(rejected()).as("until it is verified again").containsExactly("b");
    assertThat(behind()).containsExactly("a1");
  }

  @Test
  void leftTwiceIsRejectedAnew() {
    live("a1", "b1", "a1", "b1");
    var first = rejections.entries().getFirst();
    live("a1");

    assertThat(rejections.entries())
        .singleElement()
        .satisfies(it -> assertThat(it.isAfter(Instant.parse(first.since()))).isTrue());
  }

  @Test
  void fromAnotherReleaseOnwards() {
    live("a1", "b1", "a1", "c1");

    assertThat(rejected()).containsExactly("b");
    assertThat(behind()).containsExactly("a1");
  }

  @Nested
  class Configuration {
    /** A bad log level condemns no image. */
    @Test
    void isRejectedAloneWhereTheImageIsTheSame() {
      live("a1", "b1", "b2", "b1");

      assertThat(rejected()).containsExactly("b2");
      assertThat(rejections.ofImage(digest('b'))).isEmpty();
      assertThat(behind()).containsExactly("a1");
    }

    /** The tag is set back, and other settings have moved on. */
    @Test
    void mayDifferInTheImageThatComesBack() {
      live("a1", "b2", "a2");

      assertThat(rejected()).containsExactly("b");
      assertThat(behind()).containsExactly("a1");
    }

    @Test
    void ofAnImageThatIsLeftIsLeftWithIt() {
      live("a1", "b1", "b2", "a1");

      assertThat(rejected()).containsExactly("b");
      assertThat(behind()).isEmpty();
    }
  }

  @Nested
  class Failure {
    @Test
    void beforeItWasLive() {
      live("a1");
      begin("b1");
      fails("b1", null);

      assertThat(rejected()).containsExactly("b");
      assertThat(rejections.entries().getFirst().cause()).isEqualTo(Cause.FAILURE);
      assertThat(rejections.entries().getFirst().message()).isEqualTo("It failed: Pods crash.");
    }

    @Test
    void ofAConfiguration() {
      live("a1");
      begin("a2");
      fails("a2", null);

      assertThat(rejected()).containsExactly("a2");
    }

    @Test
    void ofTheFirstRelease() {
      begin("a1");
      fails("a1", null);

      assertThat(rejected()).containsExactly("a");
    }

    @Test
    void ofWhatIsLiveIsToldOnce() {
      live("a1", "b1");
      fails("b1", "a1");
      var rejection = rejections.entries();
      assertThat(behind()).containsExactly("a1");
      switched();

      assertThat(rejected()).containsExactly("b");
      assertThat(rejections.entries()).isEqualTo(rejection);
      assertThat(behind()).isEmpty();
    }

    @Test
    void ofAConfigurationThatIsLive() {
      live("a1", "a2");
      fails("a2", "a1");
      switched();

      assertThat(rejected()).containsExactly("a2");
    }

    @Test
    void onTheWayBackTakesItOutOfTheLine() {
      live("a1", "b1");
      begin("a1");
      fails("a1", null);

      assertThat(rejected()).containsExactly("a");
      assertThat(behind()).isEmpty();
    }

    @Test
    void againIsRejectedAnew() {
      live("a1");
      begin("b1");
      fails("b1", null);
      var first = rejections.entries().getFirst();
      begin("b1");
      fails("b1", null);

      assertThat(rejections.entries())
          .singleElement()
          .satisfies(it -> assertThat(it.since()).isNotEqualTo(first.since()));
    }
  }

  @Nested
  class Forgetting {
    /** Ten changes of configuration are the whole history. */
    @Test
    void theImageBeforeIsRememberedByItsSpan() {
      live("a1");
      verified = List.of(span("a1", now));
      for (var i = 0; i < 12; i++) {
        live("b" + i);
      }

      assertThat(behind()).doesNotContain("a1");
      assertThat(Predecessors.of(recorded, verified).hasImage(digest('a'))).isTrue();
      live("a9");
      assertThat(rejected()).containsExactly("b");
    }

    private VerifiedEntry span(String release, Instant since) {
      return new VerifiedEntry(
          release, digest(release.charAt(0)), release.substring(1), SHAPE, since.toString(), null);
    }

    @Test
    void concernsConfigurationsFirst() {
      rejections = rejections.with(entry(digest('a'), null));
      for (var i = 0; i < 30; i++) {
        rejections = rejections.with(entry(digest('b'), "b" + i));
      }

      assertThat(rejections.entries()).hasSize(20);
      assertThat(rejections.ofImage(digest('a'))).isPresent();
      assertThat(rejections.of(digest('b'), Optional.of("b29"))).isPresent();
      assertThat(rejections.of(digest('b'), Optional.of("b5"))).isEmpty();
    }

    private RejectedEntry entry(String digest, @Nullable String revision) {
      return new RejectedEntry("t", digest, revision, NOON.toString(), Cause.ROLLBACK, "Bad.");
    }
  }
}
