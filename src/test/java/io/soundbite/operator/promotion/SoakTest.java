package io.soundbite.operator.promotion;

import static io.soundbite.operator.promotion.Question.NOON;
import static io.soundbite.operator.promotion.Question.OTHER_SHAPE;
import static io.soundbite.operator.promotion.Question.SHAPE;
import static io.soundbite.operator.promotion.Question.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The time for which staging must have held a release. */
class SoakTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private final Question question = new Question();

  SoakTest() {
    question.soak = "10m";
  }

  @Test
  void opensAtTheVeryInstant() {
    var since = Instant.parse("2026-11-23T11:50:00.123456789Z");
    question.held(since, null);
    var opens = since.plus(TEN_MINUTES);

    question.now = opens.minusNanos(1);
    assertThat(question.shut())
        .isEqualTo(
            new Ruling.Shut(
                "Soak",
                "Soaking",
                "soundbite/staging must hold 1.4.2 (bbbbbbbbbbbb) for 10m before it goes live"
                    + " here. This opens at 2026-11-23T12:00:00Z, if it still does.",
                java.util.Optional.of(opens)));

    question.now = opens;
    assertThat(question.verdict().isOpen()).isTrue();
  }

  @Test
  void opensForWhatStagingHeldLongEnoughBefore() {
    question.held(NOON.minus(Duration.ofDays(9)), NOON.minus(Duration.ofDays(9)).plus(TEN_MINUTES));

    assertThat(question.verdict().isOpen()).isTrue();
  }

  @Test
  void countsOnlyTheTimeInWhichStagingHeldIt() {
    question.held(NOON.minus(Duration.ofDays(9)), NOON.minus(Duration.ofDays(9)).plusSeconds(599));

    assertThat(question.shut().reason()).isEqualTo("NotSoaked");
    assertThat(question.shut().message())
        .contains("for 9m59s only", "10m is asked for", "This opens when it has run it again");
    assertThat(question.verdict().opens()).isEmpty();
  }

  @Test
  void addsUpNoTwoTimes() {
    question.held(NOON.minusSeconds(1800), NOON.minusSeconds(1300));
    question.staging.add(
        entry(question.candidate, SHAPE, NOON.minusSeconds(1000), NOON.minusSeconds(500)));

    assertThat(question.shut().reason()).isEqualTo("NotSoaked");
    assertThat(question.shut().message()).contains("for 8m20s only");
  }

  @Test
  void oneLongTimeIsEnough() {
    question.held(NOON.minusSeconds(60), null);
    question.staging.add(
        entry(question.candidate, SHAPE, NOON.minusSeconds(1000), NOON.minusSeconds(400)));

    assertThat(question.verdict().isOpen()).isTrue();
  }

  @Test
  void runsAnewAfterATimeThatWasTooShort() {
    question.held(NOON.minusSeconds(60), null);
    question.staging.add(
        entry(question.candidate, SHAPE, NOON.minusSeconds(1000), NOON.minusSeconds(500)));

    assertThat(question.verdict().opens()).contains(NOON.plusSeconds(540));
  }

  @Test
  void countsNoTimeWithAnotherBlueprint() {
    question.held(NOON.minusSeconds(60), null);
    question.staging.add(
        entry(question.candidate, OTHER_SHAPE, NOON.minusSeconds(9000), NOON.minusSeconds(60)));

    assertThat(question.shut().reason()).isEqualTo("Soaking");
  }

  @Test
  void isLongerWhereStagingsClockIsAhead() {
    question.held(NOON.plusSeconds(30), null);

    assertThat(question.verdict().opens()).contains(NOON.plusSeconds(630));
  }

  @Test
  void isElapsedTimeWhateverClocksAreSetTo() {
    question.soak = "24h";
    question.held(Instant.parse("2026-03-28T12:00:00Z"), null);
    question.now = Instant.parse("2026-03-29T11:59:59Z");
    assertThat(question.verdict().opens()).contains(Instant.parse("2026-03-29T12:00:00Z"));
  }

  @Test
  void isNotAskedForWithoutASource() {
    question.source = new Source.None();

    assertThat(question.verdict().isOpen()).isTrue();
  }
}
