package io.soundbite.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.leadership.Leadership.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  private static final Duration LENGTH = Duration.ofSeconds(10);

  private final TwoClocks clocks = new TwoClocks();
  private final LeaseTerm term = clocks.term(LENGTH);
  private final Leadership leadership = new Leadership(term);

  @Test
  void waitsAndMayAskForTheLeaseButWriteNothingElse() {
    assertThat(leadership.role()).isEqualTo(Role.WAITING);
    assertThat(leadership.mayHold()).isTrue();
    assertThat(leadership.mayWrite()).isFalse();
  }

  @Test
  void waitsAsLongAsItAsks() {
    for (var i = 0; i < 100; i++) {
      clocks.pass(Leadership.LONGEST_SILENCE);
      assertThat(leadership.role()).isEqualTo(Role.WAITING);
      leadership.asked();
    }
  }

  @Test
  void hasEndedWhenItNoLongerAsks() {
    leadership.asked();
    clocks.pass(Leadership.LONGEST_SILENCE.plusNanos(1));
    assertThat(leadership.role()).isEqualTo(Role.ENDED);
  }

  @Test
  void leadsWhileItsLeaseIsValidAndHasEndedAfterThat() {
    leadership.renewed(term.now());
    assertThat(leadership.role()).isEqualTo(Role.LEADING);
    assertThat(leadership.mayWrite()).isTrue();
    clocks.pass(LENGTH);
    assertEnded();
  }

  @Test
  void hasEndedWhenAnotherHoldsTheLease() {
    leadership.renewed(term.now());
    leadership.lost();
    assertEnded();
    leadership.renewed(term.now());
    assertEnded();
  }

  @Test
  void writesOnWhileItStopsAndKeepsItsLease() {
    leadership.renewed(term.now());
    leadership.stop();
    leadership.lost(); // the library's election ends with the operator
    assertThat(leadership.role()).isEqualTo(Role.STOPPING);
    assertThat(leadership.mayWrite()).isTrue();
    assertThat(leadership.mayHold()).isTrue();
  }

  @Test
  void hasEndedWhenItLosesTheLeaseWhileItStops() {
    leadership.renewed(term.now());
    leadership.stop();
    clocks.pass(LENGTH);
    assertEnded();
  }

  @Test
  void asksNoMoreForALeaseThatItGaveBack() {
    leadership.renewed(term.now());
    leadership.stop();
    leadership.returned();
    assertThat(leadership.role()).isEqualTo(Role.STOPPING);
    assertThat(leadership.mayWrite()).isFalse();
    assertThat(leadership.mayHold()).isFalse();
    clocks.pass(LENGTH);
    assertThat(leadership.role()).isEqualTo(Role.STOPPING);
  }

  @Test
  void stopsWithoutEverHavingLed() {
    leadership.stop();
    assertThat(leadership.role()).isEqualTo(Role.STOPPING);
    assertThat(leadership.mayHold()).isFalse();
  }

  private void assertEnded() {
    assertThat(leadership.role()).isEqualTo(Role.ENDED);
    assertThat(leadership.mayWrite()).isFalse();
    assertThat(leadership.mayHold()).isFalse();
  }
}
