package io.soundbite.operator.cli;

import java.util.LinkedHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * {@code kubectl sbenv}: environments of SoundBite as people and CI ask after them.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/">kubectl
 *     plugins</a>
 */
@Command(
    name = "kubectl sbenv",
    description =
        "Environments of SoundBite: how they are, what a change would do, and from release to release.")
public final class Sbenv {
  /** Held, or the level set on it is lost with it. */
  private static final Logger LOG = Logger.getLogger("");

  private Sbenv() {}

  /** Runs one command and exits as {@link Exit} says. */
  public static void main(String... arguments) {
    LOG.setLevel(Level.OFF); // what goes wrong is said once, in a sentence
    // The client's threads would outlive an error that nobody catches.
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, error) -> {
              error.printStackTrace();
              System.exit(Exit.FAILED.code());
            });
    System.exit(commandLine(Terminal.standard()).execute(arguments));
  }

  static CommandLine commandLine(Terminal terminal) {
    var line = new CommandLine(new Sbenv());
    add(
        line,
        "status",
        new EnvironmentsCommand(terminal, StatusReport::of),
        "Release, conditions, drift, parity and stacks.",
        "Every environment asked after is Ready.",
        "At least one is not.");
    add(
        line,
        "drift",
        new EnvironmentsCommand(terminal, DriftReport::of),
        "Where live resources are not as declared.",
        "There is no drift.",
        "There is drift.");
    add(
        line,
        "stacks",
        new EnvironmentsCommand(terminal, StacksReport::of),
        "The five stacks with their resources.",
        "Listed.",
        "Never.");
    add(
        line,
        "plan",
        new PlanCommand(terminal),
        "What applying a file would do. Changes nothing.",
        "Nothing would change.",
        "Something would change.");
    add(
        line,
        "rollback",
        new RollbackCommand(terminal),
        "Back to an earlier release, image and configuration.",
        "It is live, or would be.",
        "It is not, or something about it waits for leave.");
    add(
        line,
        "promote",
        new PromoteCommand(terminal),
        "What one environment has verified, into the next.",
        "It is live, or would be.",
        "It is not, or waits for a gate or for leave.");
    add(
        line,
        "approve",
        new ApproveCommand(terminal),
        "Approve the image that waits for it, or take that back.",
        "Done.",
        "Never.");
    add(
        line,
        "diff",
        new DiffCommand(terminal),
        "Two environments side by side: configuration, and whether they are identical infrastructure.",
        "They are identical infrastructure.",
        "They are not.");
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Show this help.")
                .build());
    return line.setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setExecutionExceptionHandler(Sbenv::failed);
  }

  private static void add(
      CommandLine line,
      String name,
      ReportCommand command,
      String description,
      String clean,
      String found) {
    var sub = new CommandLine(command);
    var codes = new LinkedHashMap<String, String>();
    codes.put(String.valueOf(Exit.CLEAN.code()), clean);
    codes.put(String.valueOf(Exit.FOUND.code()), found);
    codes.put(
        String.valueOf(Exit.FAILED.code()),
        "Nothing can be said: a wrong call, no such environment, no answer from the cluster.");
    sub.getCommandSpec()
        .usageMessage()
        .description(description)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(codes);
    line.addSubcommand(name, sub);
  }

  private static int failed(Exception failure, CommandLine line, ParseResult parsed) {
    line.getErr()
        .println(
            "error: " + (failure instanceof CommandFailure expected ? expected.words() : failure));
    return Exit.FAILED.code();
  }
}
