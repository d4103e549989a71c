package io.soundbite.operator.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell command that a document shows.
 *
 * @param line where it begins in the document
 * @param text as written there, without a prompt; several lines where it goes on
 */
public record ShellCommand(Path document, int line, String text) {

  /**
   * The commands of a block that begins at {@code line}: all of what is marked {@code sh}; what
   * stands behind a prompt in one that is not marked.
   */
  static List<ShellCommand> of(Document document, int line, String mark, String block) {
    var isScript = mark.equals("sh");
    var commands = new ArrayList<ShellCommand>();
    if (!isScript && !mark.isEmpty()) {
      return commands;
    }
    var lines = block.lines().toList();
    for (var at = 0; at < lines.size(); at++) {
      var begin = at;
      var text = lines.get(at).strip();
      if (isScript ? text.isEmpty() || text.startsWith("#") : !text.startsWith("$ ")) {
        continue;
      }
      while (!isWhole(text) && at + 1 < lines.size()) {
        text += "\n" + lines.get(++at);
      }
      var command = isScript ? text : text.substring("$ ".length());
      commands.add(new ShellCommand(document.file(), line + begin, command));
    }
    return commands;
  }

  /** Its first line, with where it stands. */
  @Override
  public String toString() {
    return document + ":" + line + " " + text.lines().findFirst().orElse("");
  }

  private static boolean isWhole(String text) {
    var code = text.replaceAll("(?m)(^| +)# .*$", "");
    var isQuoteOpen = code.chars().filter(it -> it == '\'').count() % 2 == 1;
    var isFunctionOpen = code.matches("(?s)\\w+\\(\\) \\{.*") && !code.endsWith("\n}");
    var isLoopOpen = code.startsWith("for ") && !code.endsWith("\ndone");
    return !code.endsWith("\\") && !isQuoteOpen && !isFunctionOpen && !isLoopOpen;
  }
}
