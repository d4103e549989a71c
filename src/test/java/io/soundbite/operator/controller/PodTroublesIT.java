package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A release whose pods fail is given up with what they say, long before the deadline. */
class PodTroublesIT {
  /** Longer than a pod is given to recover. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Leap clock = new Leap();

  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start(clock);

  @BeforeAll
  static void create() {
    operator.apply(operator.example("staging"));
    operator.push(
        "staging", "soundbite-staging-api", "1.4.1", "2-broken", "2-crashing", "2-noprocessor");
    operator.awaitReady("staging");
  }

  @ParameterizedTest
  @CsvSource({
    "2-broken, ImagePullBackOff: Back-off pulling image",
    "2-crashing, 'CrashLoopBackOff: back-off 10s restarting failed container; it ended with Error,"
        + " exit code 1'",
    "2-noprocessor, 'Processor: CrashLoopBackOff: back-off 10s restarting failed container; it"
        + " ended with Error, exit code 1'"
  })
  void saysWhatThePodsSay(String tag, String message) {
    operator.kubectl().change("staging", "image", Map.of("tag", tag));
    operator.awaitTrouble("staging", message);
    clock.by(PATIENCE);
    operator.kubectl().look("staging");

    var after = operator.await("staging", it -> isBackFrom(it.getStatus(), tag));

    assertThat(entries(after.getStatus(), tag)).allMatch(it -> it.message().startsWith(message));
  }

  private static boolean isBackFrom(EnvironmentStatus status, String tag) {
    return status.release().tag().equals("1.4.1")
        && entries(status, tag).anyMatch(it -> it.outcome() == Outcome.ROLLED_BACK);
  }

  private static Stream<HistoryEntry> entries(EnvironmentStatus status, String tag) {
    return status.history().stream().filter(it -> it.tag().equals(tag));
  }
}
