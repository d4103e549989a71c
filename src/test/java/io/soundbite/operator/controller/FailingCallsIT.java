package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A simulated hour in which one call in a hundred fails for no reason, ten times as many as AWS
 * says: nothing is told of it. {@link WeekBench} has the week.
 */
class FailingCallsIT {
  private static final int ENVIRONMENTS = 3;
  private static final int ROUNDS = 10;

  @AutoClose private final SimulatedTime time = new SimulatedTime(ENVIRONMENTS);

  @Test
  void areNotToldOf() {
    var outcome = time.pass(ROUNDS, 0.01);

    assertThat(outcome.failed()).isPositive();
    outcome.assertQuiet();
  }
}
