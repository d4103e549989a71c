package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the plugin is called. */
class SbenvTest {
  @Test
  void helpNamesEveryCommandAndSucceeds() {
    var outcome = run("--help");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("status", "drift", "stacks", "plan", "diff", "promote", "approve", "rollback");
  }

  @Test
  void aCommandsHelpNamesItsExitCodes() {
    var outcome = run("drift --help");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains(
            "0   There is no drift.", "1   There is drift.", "2   Nothing can be said or done")
        .contains("--context", "--kubeconfig", "--namespace", "--output");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "status --nonsense",
        "status one two",
        "status -o xml",
        "plan",
        "diff staging",
        "promote staging",
        "rollback",
        "approve one two"
      })
  void aWrongCallIsExplainedAndFails(String arguments) {
    var outcome = run(arguments);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("Usage: kubectl sbenv");
  }

  private static Plugin.Outcome run(String arguments) {
    return Plugin.execute(
        InputStream.nullInputStream(), arguments.isEmpty() ? new String[0] : arguments.split(" "));
  }
}
