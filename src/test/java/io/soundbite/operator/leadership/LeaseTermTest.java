package io.soundbite.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTermTest {
  private static final Duration LENGTH = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofNanos(1);

  private final TwoClocks clocks = new TwoClocks();
  private final LeaseTerm term = clocks.term(LENGTH);

  @Test
  void isNotValidBeforeTheFirstRenewal() {
    assertThat(term.hasBegun()).isFalse();
    assertThat(term.isValid()).isFalse();
  }

  @Test
  void isValidUntilItsLengthIsOver() {
    term.renewed(term.now());
    clocks.pass(LENGTH.minus(TICK));
    assertThat(term.isValid()).isTrue();
    clocks.pass(TICK);
    assertThat(term.isValid()).isFalse();
    assertThat(term.hasBegun()).isTrue();
  }

  @Test
  void isCountedFromTheStartOfARenewalNotFromItsAnswer() {
    var start = term.now();
    clocks.pass(Duration.ofSeconds(4));
    term.renewed(start);
    clocks.pass(Duration.ofSeconds(6).minus(TICK));
    assertThat(term.isValid()).isTrue();
    clocks.pass(TICK);
    assertThat(term.isValid()).isFalse();
  }

  @Test
  void isCountedFromTheTimeThatARenewalWrites() {
    var written = clocks.wall();
    clocks.pass(Duration.ofSeconds(4));
    var start = term.at(written);
    clocks.pass(Duration.ofSeconds(1));
    term.renewed(start);
    clocks.pass(Duration.ofSeconds(5).minus(TICK));
    assertThat(term.isValid()).isTrue();
    clocks.pass(TICK);
    assertThat(term.isValid()).isFalse();
  }

  @Test
  void isExtendedByEachRenewal() {
    for (var i = 0; i < 10; i++) {
      term.renewed(term.now());
      clocks.pass(Duration.ofSeconds(8));
      assertThat(term.isValid()).isTrue();
    }
  }

  @Test
  void isNotShortenedByAnAnswerThatComesLate() {
    var first = term.now();
    clocks.pass(Duration.ofSeconds(8));
    term.renewed(term.now());
    term.renewed(first);
    clocks.pass(Duration.ofSeconds(8));
    assertThat(term.isValid()).isTrue();
  }

  @Test
  void isOverAfterASuspendThatTheMonotonicClockDoesNotShow() {
    term.renewed(term.now());
    clocks.suspend(LENGTH);
    assertThat(term.isValid()).isFalse();
  }

  @Test
  void isOverWhenTheWallClockIsSetAhead() {
    term.renewed(term.now());
    clocks.set(Duration.ofHours(1));
    assertThat(term.isValid()).isFalse();
  }

  @Test
  void isNotProlongedByAWallClockThatIsSetBack() {
    term.renewed(term.now());
    clocks.set(Duration.ofHours(-1));
    assertThat(term.isValid()).isTrue();
    clocks.pass(LENGTH);
    assertThat(term.isValid()).isFalse();
  }

  @Test
  void takesATimeThatHasNotComeForThePresent() {
    term.renewed(term.at(clocks.wall().plus(Duration.ofHours(1))));
    clocks.pass(LENGTH);
    assertThat(term.isValid()).isFalse();
  }
}
