package io.soundbite.operator.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows in aligned columns. What doesn't fit is wrapped inside its column: nothing is cut off. */
final class Table {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  private Table() {}

  /** One that begins with a row of headings. */
  static Table of(String... headings) {
    return plain().row((Object[]) headings);
  }

  /** One without headings. */
  static Table plain() {
    return new Table();
  }

  /** Adds a row; all have as many cells as the first. A null cell is shown as (none). */
  Table row(@Nullable Object... cells) {
    rows.add(Arrays.stream(cells).map(cell -> cell == null ? "(none)" : shown(cell)).toList());
    return this;
  }

  /** Escaped here and not when it is written, so that its width is known. */
  private static String shown(Object cell) {
    return EscapingWriter.escaped(String.valueOf(cell));
  }

  /** The rows as lines of at most {@code width} characters. */
  List<String> lines(int width) {
    if (rows.isEmpty()) {
      return List.of();
    }
    var widths = widths(width - GAP.length() * (rows.getFirst().size() - 1));
    return rows.stream().flatMap(row -> lines(row, widths)).toList();
  }

  /** As wide as the cells are; when that is too much, the widest columns give way. */
  private int[] widths(int available) {
    var widths =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    for (var excess = Arrays.stream(widths).sum() - available; excess > 0; excess--) {
      var widest =
          IntStream.range(0, widths.length)
              .reduce((one, other) -> widths[other] > widths[one] ? other : one)
              .orElseThrow();
      widths[widest] = Math.max(1, widths[widest] - 1);
    }
    return widths;
  }

  private static Stream<String> lines(List<String> row, int[] widths) {
    var cells =
        IntStream.range(0, widths.length)
            .mapToObj(column -> wrapped(row.get(column), widths[column]))
            .toList();
    var height = cells.stream().mapToInt(List::size).max().orElse(0);
    return IntStream.range(0, height).mapToObj(line -> line(cells, widths, line));
  }

  private static String line(List<List<String>> cells, int[] widths, int line) {
    var text = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      var cell = cells.get(column);
      var part = line < cell.size() ? cell.get(line) : "";
      text.append(part).append(" ".repeat(widths[column] - part.length())).append(GAP);
    }
    return text.toString().stripTrailing();
  }

  /** The text in lines of at most {@code width}, broken at spaces where there are any. */
  static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    var rest = text.replace('\n', ' ').strip();
    while (rest.length() > width) {
      var space = rest.lastIndexOf(' ', width);
      var end = space > 0 ? space : width;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
