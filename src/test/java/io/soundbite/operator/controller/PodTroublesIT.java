package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A release whose pods fail is given up with what they say, long before the deadline. */
class PodTroublesIT {
  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start();

  @BeforeAll
  static void create() {
    operator.apply(operator.example("staging"));
    operator.push("staging", "soundbite-staging-api", "1.4.1", "2-broken", "2-crashing");
    operator.awaitReady("staging");
  }

  @ParameterizedTest
  @CsvSource({
    "2-broken, ImagePullBackOff: Back-off pulling image",
    "2-crashing, 'CrashLoopBackOff: back-off 10s restarting failed container; it ended with Error,"
        + " exit code 1'"
  })
  void saysWhatThePodsSay(String tag, String message) {
    operator.kubectl().change("staging", "image", Map.of("tag", tag));

    var after = operator.await("staging", it -> ended(it.getStatus().history().getFirst(), tag));

    assertThat(after.getStatus().history().getFirst().message()).startsWith(message);
    assertThat(after.getStatus().release().tag()).isEqualTo("1.4.1");
  }

  private static boolean ended(HistoryEntry entry, String tag) {
    return entry.tag().equals(tag) && entry.outcome() == Outcome.ROLLED_BACK;
  }
}
