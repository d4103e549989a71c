package io.soundbite.operator.cli;

import java.util.ArrayList;
import java.util.List;

/** Text for a terminal: plain, without colours, in lines of at most 120 characters. */
final class Page {
  private static final int WIDTH = 120;

  private final List<String> lines = new ArrayList<>();

  /** Adds a paragraph. */
  Page line(String text) {
    return line(0, text);
  }

  /** Adds a paragraph, indented by {@code indent} characters. */
  Page line(int indent, String text) {
    return table(indent, Table.plain().row(text));
  }

  /** Adds a shell command, indented and never wrapped, so that it can be copied. */
  Page command(int indent, String command) {
    lines.add(" ".repeat(indent) + command.replace('\n', ' '));
    return this;
  }

  /** Adds an empty line, unless the page is empty. */
  Page gap() {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    return this;
  }

  /** Adds a table, indented by {@code indent} characters. */
  Page table(int indent, Table table) {
    table.lines(WIDTH - indent).forEach(line -> lines.add(" ".repeat(indent) + line));
    return this;
  }

  /** The page, each line ended. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
