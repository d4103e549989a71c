package io.soundbite.operator.cli;

import java.util.LinkedHashMap;
import java.util.List;
import picocli.CommandLine;

/**
 * A command as {@code kubectl sbenv --help} lists it.
 *
 * @param clean what exit code 0 means
 * @param found what exit code 1 means
 */
record Entry(String name, ReportCommand command, String description, String clean, String found) {

  /** Every command. */
  static List<Entry> all(Terminal terminal) {
    return List.of(
        new Entry(
            "status",
            new StatusCommand(terminal),
            "Release, conditions, drift, parity and stacks.",
            "Every environment asked after is Ready.",
            "At least one is not."),
        new Entry(
            "drift",
            new EnvironmentsCommand(terminal, DriftReport::of),
            "Where live resources are not as declared.",
            "There is no drift.",
            "There is drift."),
        new Entry(
            "stacks",
            new EnvironmentsCommand(terminal, StacksReport::of),
            "The five stacks with their resources.",
            "Listed.",
            "Never."),
        new Entry(
            "plan",
            new PlanCommand(terminal),
            "What applying a file would do. Changes nothing.",
            "Nothing would change.",
            "Something would change."),
        new Entry(
            "migrate",
            new MigrateCommand(terminal),
            "What becomes of CloudFormation stacks that an environment takes the place of. Changes"
                + " nothing.",
            "The environment may adopt, and the stacks may be deleted.",
            "Something has to be done first."),
        new Entry(
            "rollback",
            new RollbackCommand(terminal),
            "Back to an earlier release, image and configuration.",
            "It is live, or would be.",
            "It is not, or something about it waits for leave."),
        new Entry(
            "promote",
            new PromoteCommand(terminal),
            "What one environment has verified, into the next.",
            "It is live, or would be.",
            "It is not, or waits for a gate or for leave."),
        new Entry(
            "approve",
            new ApproveCommand(terminal),
            "Approve the image that waits for it, or take that back.",
            "Done.",
            "Never."),
        new Entry(
            "reject",
            new RejectCommand(terminal),
            "Let a release go forward only through the gates, or take that back.",
            "Done.",
            "Never."),
        new Entry(
            "diff",
            new DiffCommand(terminal),
            "Two environments side by side: configuration, and whether they are identical infrastructure.",
            "They are identical infrastructure.",
            "They are not."));
  }

  /** It with its help. */
  CommandLine line() {
    var line = new CommandLine(command);
    var codes = new LinkedHashMap<String, String>();
    codes.put(String.valueOf(Exit.CLEAN.code()), clean);
    codes.put(String.valueOf(Exit.FOUND.code()), found);
    codes.put(
        String.valueOf(Exit.FAILED.code()),
        "Nothing can be said or done: a wrong call, no such environment, no answer from the"
            + " cluster.");
    line.getCommandSpec()
        .usageMessage()
        .description(description)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(codes);
    return line;
  }
}
