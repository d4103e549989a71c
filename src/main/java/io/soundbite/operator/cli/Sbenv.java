package io.soundbite.operator.cli;

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
    var terminal = Terminal.standard();
    // The client's threads would outlive an error that nobody catches.
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, error) -> {
              error.printStackTrace(terminal.err());
              System.exit(Exit.FAILED.code());
            });
    System.exit(commandLine(terminal).execute(arguments));
  }

  static CommandLine commandLine(Terminal terminal) {
    var line = new CommandLine(new Sbenv());
    Entry.all(terminal).forEach(it -> line.addSubcommand(it.name(), it.line()));
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

  private static int failed(Exception failure, CommandLine line, ParseResult parsed) {
    line.getErr()
        .println(
            "error: " + (failure instanceof CommandFailure expected ? expected.words() : failure));
    return Exit.FAILED.code();
  }
}
