package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.cli.ShellCommand;
import io.soundbite.operator.controller.Proviso.How;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Types commands as documents have them, but for the namespace and accounts, and judges them. */
final class Typist {
  private static final Pattern TELLS = Pattern.compile("kubectl (get|describe|diff) [^>]*");

  /** What is wrong although the command, or the last in a loop, succeeds. */
  private static final Pattern COMPLAINT = Pattern.compile("unknown field|(?m)^aws: ");

  private static final Duration A_MOMENT = Duration.ofSeconds(30);

  private final Shell shell;
  private final String namespace;
  private final String account;

  Typist(Shell shell, String namespace, String account) {
    this.shell = shell;
    this.namespace = namespace;
    this.account = account;
  }

  /** Has the shell know these from now on. */
  Typist with(Map<String, String> variables) {
    variables.forEach((name, value) -> shell.run("export " + name + "='" + value + "'"));
    return this;
  }

  /** Accounts that documents name are others from now on: what was made there is not in the way. */
  void changeAccounts() {
    with(Map.of("HUB", OperatorUnderTest.anyAccount(), "SPOKE", OperatorUnderTest.anyAccount()));
  }

  /** Types {@code command}, which must do what it is shown for. */
  void type(ShellCommand command) {
    var hows = Proviso.ALL.stream().filter(it -> it.concerns(command)).map(Proviso::how).toList();
    if (hows.contains(new How.NotRun())) {
      return;
    }
    var text = here(command.text());
    for (var how : hows) {
      text += how instanceof How.With(var more) ? " " + more : "";
    }
    var outcome = shell.run(text);
    if (TELLS.matcher(command.text()).matches() && !hows.contains(new How.Silent())) {
      outcome = untilItTells(text, outcome);
    }
    judge(command, hows, outcome);
  }

  private static void judge(ShellCommand command, List<How> hows, Shell.Outcome outcome) {
    var told = command + "\n" + outcome.output();
    for (var how : hows) {
      if (how instanceof How.Failing(var output)) {
        assertThat(outcome.exit()).as(told).isNotZero();
        assertThat(outcome.output()).as(told).contains(output);
        return;
      }
    }
    assertThat(outcome.exit()).as(told).isBetween(0, hows.contains(new How.Answering()) ? 1 : 0);
    assertThat(outcome.output()).as(told).doesNotContainPattern(COMPLAINT);
  }

  /** What is asked for, once there is some: documents ask a moment after. */
  private Shell.Outcome untilItTells(String text, Shell.Outcome first) {
    return tells(first) || first.exit() != 0
        ? first
        : Awaitility.await(text).atMost(A_MOMENT).until(() -> shell.run(text), Typist::tells);
  }

  private static boolean tells(Shell.Outcome outcome) {
    return !outcome.output().isBlank() && !outcome.output().contains("No resources found");
  }

  private String here(String text) {
    return text.replaceAll(
            "(-n|--namespace) (soundbite(-system)?|argocd)(?![-\\w])", "$1 " + namespace)
        .replaceAll("(?<= )-A(?= |$)", "-n " + namespace)
        .replace("sandbox.py push", "sandbox.py push --account " + account)
        .replace("123456789012", "$HUB")
        .replace("210987654321", "$SPOKE");
  }
}
