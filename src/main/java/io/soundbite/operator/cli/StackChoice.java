package io.soundbite.operator.cli;

import io.soundbite.operator.cli.StackReader.Listed;
import io.soundbite.operator.grants.Glob;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The stacks that an environment was made with, as the user names them: how CDK named them is the
 * application's choice, and can't be told from the environment.
 *
 * @param where the account and region, for messages
 */
record StackChoice(List<Listed> all, String where) {
  private static final String APPLICATION = "soundbite";

  /**
   * Returns the stacks that {@code patterns} name.
   *
   * @throws CommandFailure when there are no patterns, or one names no stack
   */
  List<Listed> of(List<String> patterns) {
    if (patterns.isEmpty()) {
      throw new CommandFailure(
          "Say with --stacks which stacks the environment was made with, as names or patterns."
              + candidates());
    }
    var globs = patterns.stream().map(Glob::new).toList();
    for (var glob : globs) {
      if (all.stream().noneMatch(it -> glob.matches(it.name()))) {
        throw new CommandFailure("No stack is named " + glob.text() + "." + candidates());
      }
    }
    return all.stream()
        .filter(it -> globs.stream().anyMatch(glob -> glob.matches(it.name())))
        .toList();
  }

  /** Those with the application's name in theirs; all, when there are none. */
  private String candidates() {
    var present = all.stream().filter(it -> !it.isDeleted()).map(Listed::name).toList();
    var likely =
        present.stream().filter(it -> it.toLowerCase(Locale.ROOT).contains(APPLICATION)).toList();
    var shown = likely.isEmpty() ? present : likely;
    return shown.isEmpty()
        ? " There are none in " + where + "."
        : shown.stream()
            .collect(Collectors.joining("\n  ", " In " + where + " there are:\n  ", ""));
  }
}
