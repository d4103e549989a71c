package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What comes from a cluster can't steer the terminal it is shown on. */
class SafeOutputTest extends CommandTest {
  private static final String HOSTILE =
      """
      conditions:
      - {type: Available, status: "True", reason: Serving, message: It serves.,
         observedGeneration: 1, lastTransitionTime: "2026-11-23T06:00:00Z"}
      - {type: Ready, status: "False", reason: VerificationFailed,
         message: "\\e]0;owned\\a\\e[2J \\u202edetrever\\u202c \\rReady True",
         observedGeneration: 1, lastTransitionTime: "2026-11-23T06:00:00Z"}
      """;

  @Test
  void textIsEscaped() {
    plugin.has(Sample.but("production", HOSTILE));

    var outcome = plugin.run("status");

    assertThat(outcome.out())
        .contains("\\u001b]0;owned\\u0007\\u001b[2J \\u202edetrever\\u202c \\u000dReady True")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
  }

  @Test
  void jsonIsEscapedAndMeansTheSame() throws IOException {
    plugin.has(Sample.but("production", HOSTILE));

    var outcome = plugin.run("status", "-o", "json");

    assertThat(outcome.out()).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
    assertThat(outcome.json().findValuesAsText("message"))
        .contains("\u001b]0;owned\u0007\u001b[2J \u202edetrever\u202c \rReady True");
  }

  @Test
  void whatTheServerRefusesWithIsEscaped() {
    plugin.refuses(403, "no \u001b[31mrights\u202e");

    var outcome = plugin.run("status");

    assertThat(outcome.err())
        .contains("\\u001b[31mrights\\u202e")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
  }
}
