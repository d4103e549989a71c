package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.DriftEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drift in AWS is found by nothing but the passing of time, in the interval and a tenth and what a
 * busy machine takes for a sweep. DeskTest has the interval to the second.
 */
class DriftIntervalIT {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration BUSY = Duration.ofSeconds(90);
  private static final Duration LATEST = INTERVAL.plus(INTERVAL.dividedBy(10)).plus(BUSY);
  private static final Duration SETTLED = Duration.ofMinutes(20);

  /** What is left of the interval to pass by itself, so that nobody but the sweeper is awake. */
  private static final Duration LAST = Duration.ofSeconds(6);

  private final Leap clock = new Leap();
  @AutoClose private final OperatorUnderTest operator = new OperatorUnderTest();

  @BeforeEach
  void make() {
    operator.start(clock);
    operator.ready("timely", "timely", Map.of());
    operator.kubectl().change("timely", "drift", Map.of("interval", "1m", "policy", "Plan"));
    operator.awaitReady("timely");
    clock.by(SETTLED);
    operator.reread("timely");
    operator.reread("timely");
    operator.awaitReady("timely");
  }

  /** Seconds between the last reading and the change. */
  @ParameterizedTest
  @ValueSource(ints = {0, 25, 50})
  void isFoundInTime(int after) {
    pass(Duration.ofSeconds(after));
    var meddler = new Meddler(operator, "timely");
    meddler.make(meddler.other("Queue/SoundbiteQueue", "/visibility"));
    meddler.make(meddler.other("Database/Alarm/ReadThrottle", "/threshold"));
    var changed = clock.instant();
    pass(INTERVAL.minus(LAST));

    var found = operator.await("timely", it -> it.getStatus().drift().count() == 2);
    assertThat(found.getStatus().drift().resources())
        .extracting(DriftEntry::since)
        .allSatisfy(
            since ->
                assertThat(Duration.between(changed, Instant.parse(since)))
                    .isLessThanOrEqualTo(LATEST));
  }

  /** Puts the clock forward, and has the operator look at it: a turn in which nothing is to do. */
  private void pass(Duration time) {
    clock.by(time);
    operator.kubectl().look("timely");
  }
}
