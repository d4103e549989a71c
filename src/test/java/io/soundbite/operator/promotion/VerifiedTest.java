package io.soundbite.operator.promotion;

import static io.soundbite.operator.promotion.Question.NOON;
import static io.soundbite.operator.promotion.Question.OTHER_SHAPE;
import static io.soundbite.operator.promotion.Question.SHAPE;
import static io.soundbite.operator.promotion.Question.candidate;
import static io.soundbite.operator.promotion.Question.digest;
import static io.soundbite.operator.promotion.Question.entry;
import static io.soundbite.operator.promotion.Question.history;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.blueprint.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an environment records as verified. */
class VerifiedTest {
  private static final Candidate A = candidate("1.4.1", digest('a'));
  private static final Candidate B = candidate("1.4.2", digest('b'));

  private List<VerifiedEntry> recorded = List.of();
  private @Nullable ReleaseStatus live = live(A, NOON.minusSeconds(60));
  private Optional<HistoryEntry> entry = Optional.of(history(A, Outcome.LIVE));
  private Optional<Instant> ready = Optional.of(NOON);
  private Optional<String> shape = Optional.of(SHAPE);
  private boolean trial;

  private static ReleaseStatus live(Candidate release, Instant since) {
    return new ReleaseStatus(
        release.tag(),
        release.digest(),
        Digest.brief(release.digest()),
        "c0f19",
        release.revision().orElseThrow(),
        Slot.BLUE,
        since.toString());
  }

  private Verified at(Instant now) {
    return new Verified(recorded, live, entry, ready, shape, trial, now);
  }

  /** Records what is verified {@code seconds} after noon, and says what that is. */
  private List<VerifiedEntry> after(long seconds) {
    recorded = at(NOON.plusSeconds(seconds)).entries();
    return recorded;
  }

  @Test
  void onceReadyHasHeld() {
    assertThat(after(4)).isEmpty();
    assertThat(at(NOON.plusMillis(4999)).due()).contains(NOON.plusSeconds(5));
    assertThat(at(NOON.plusMillis(4999)).current()).isEmpty();

    assertThat(after(5)).containsExactly(entry(A, SHAPE, NOON.plusSeconds(5), null));
    assertThat(at(NOON.plusSeconds(5)).due()).isEmpty();
    assertThat(at(NOON.plusSeconds(6)).current()).contains(recorded.getFirst());
  }

  @Test
  void onceAndNotAgain() {
    after(5);
    var once = recorded;

    assertThat(after(3600)).isEqualTo(once);
  }

  @Test
  void notWhileItIsNotReady() {
    ready = Optional.empty();

    assertThat(after(3600)).isEmpty();
    assertThat(at(NOON).due()).isEmpty();
  }

  @Test
  void notBeforeAnythingIsLive() {
    live = null;
    entry = Optional.empty();

    assertThat(after(3600)).isEmpty();
    assertThat(at(NOON).due()).isEmpty();
  }

  @Test
  void notBeforeItWasBroughtToABlueprint() {
    shape = Optional.empty();

    assertThat(after(3600)).isEmpty();
    assertThat(at(NOON).due()).isEmpty();
  }

  /** It may have been Ready with the release before. */
  @Test
  void countsFromWhenItWentLive() {
    live = live(A, NOON.plusSeconds(10));

    assertThat(after(14)).isEmpty();
    assertThat(at(NOON.plusSeconds(14)).due()).contains(NOON.plusSeconds(15));
    assertThat(after(15)).hasSize(1);
  }

  @Test
  void notWithoutTheTrialThatIsDeclared() {
    trial = true;
    assertThat(after(3600)).isEmpty();
    assertThat(at(NOON).due()).isEmpty();
    entry = Optional.empty();
    assertThat(after(3600)).isEmpty();

    entry = Optional.of(history(A, Outcome.LIVE).verifiedBy("prod-verify-1"));
    assertThat(after(3601)).hasSize(1);
  }

  @Test
  void endsWhenSomethingElseIsLive() {
    after(5);
    live = live(B, NOON.plusSeconds(60));
    ready = Optional.empty();

    assertThat(after(60)).containsExactly(entry(A, SHAPE, NOON.plusSeconds(5), at60()));

    ready = Optional.of(NOON.plusSeconds(70));
    assertThat(after(75))
        .containsExactly(
            entry(B, SHAPE, NOON.plusSeconds(75), null),
            entry(A, SHAPE, NOON.plusSeconds(5), at60()));
  }

  private static Instant at60() {
    return NOON.plusSeconds(60);
  }

  /** One image with two tags: the span goes on, and has the tag that is live. */
  @Test
  void goesOnUnderAnotherTagOfTheSameImage() {
    after(5);
    var again = candidate("1.4.1-rel", A.digest());
    live = live(again, NOON.plusSeconds(60));

    assertThat(after(60)).containsExactly(entry(again, SHAPE, NOON.plusSeconds(5), null));
    live = live(A, NOON.plusSeconds(90));
    assertThat(after(90)).containsExactly(entry(A, SHAPE, NOON.plusSeconds(5), null));
    live = live(candidate("1.4.1", digest('c')), NOON.plusSeconds(99));
    assertThat(after(99))
        .as("another image of that tag")
        .containsExactly(entry(A, SHAPE, NOON.plusSeconds(5), NOON.plusSeconds(99)));
  }

  @Test
  void endsInAnotherShape() {
    after(5);
    shape = Optional.of(OTHER_SHAPE);

    assertThat(after(60))
        .containsExactly(
            entry(A, OTHER_SHAPE, at60(), null), entry(A, SHAPE, NOON.plusSeconds(5), at60()));
  }

  @Test
  void endsWithOtherSettings() {
    recorded =
        List.of(new VerifiedEntry(A.tag(), A.digest(), "0ther", SHAPE, NOON.toString(), null));

    assertThat(after(60)).extracting(VerifiedEntry::until).containsExactly(null, at60().toString());
  }

  @Test
  void endsWhenNothingIsLiveAnyMore() {
    after(5);
    live = null;

    assertThat(after(60)).containsExactly(entry(A, SHAPE, NOON.plusSeconds(5), at60()));
  }

  @Test
  void goesOnWhileItIsNotReadyOrItsShapeIsNotKnown() {
    after(5);
    var on = recorded;
    ready = Optional.empty();
    shape = Optional.empty();
    entry = Optional.empty();
    trial = true;

    assertThat(after(60)).isEqualTo(on);
    assertThat(at(at60()).current()).contains(on.getFirst());
  }

  @Test
  void isNewWhenItComesBack() {
    after(5);
    live = live(B, NOON.plusSeconds(60));
    after(65);
    live = live(A, NOON.plusSeconds(120));

    assertThat(after(125))
        .containsExactly(
            entry(A, SHAPE, NOON.plusSeconds(125), null),
            entry(B, SHAPE, NOON.plusSeconds(65), NOON.plusSeconds(125)),
            entry(A, SHAPE, NOON.plusSeconds(5), NOON.plusSeconds(65)));
  }

  @Test
  void keepsTheNewestTwenty() {
    for (int i = 0; i < 50; i++) {
      live = live(i % 2 == 0 ? B : A, NOON.plusSeconds(i * 10L));
      after(i * 10L + 5);
      assertThat(recorded).hasSize(Math.min(i + 1, 20));
      assertThat(recorded).filteredOn(it -> it.until() == null).containsOnly(recorded.getFirst());
    }
    assertThat(recorded)
        .extracting(VerifiedEntry::since)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder())
        .last()
        .isEqualTo(NOON.plusSeconds(305).toString());
  }

  /** However status came to be like that. */
  @Test
  void keepsTheOneThatIsOn() {
    var many = new ArrayList<VerifiedEntry>();
    for (int i = 30; i > 0; i--) {
      many.add(entry(B, SHAPE, NOON.minusSeconds(i), NOON.minusSeconds(i - 1)));
    }
    many.add(entry(A, SHAPE, NOON.minusSeconds(90), null));
    recorded = many;

    assertThat(after(60)).hasSize(20).last().isEqualTo(many.getLast());
    assertThat(recorded.subList(0, 19)).isEqualTo(many.subList(0, 19));
  }
}
