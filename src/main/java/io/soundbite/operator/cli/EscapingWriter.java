package io.soundbite.operator.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Escapes what would change a terminal or the order in which text is read.
 *
 * <p>Names, messages, output of Jobs and variables come from tenants, from AWS and from images.
 * Control characters other than tab and line feed, format characters (bidirectional overrides and
 * isolates, zero-width and tag characters), the Unicode line and paragraph separators and lone
 * surrogates are written as <code>&#92;uXXXX</code>, which means the same character inside a JSON
 * string.
 *
 * @see <a href="https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing">UTR 36,
 *     Bidirectional Text Spoofing</a>
 */
final class EscapingWriter extends FilterWriter {
  EscapingWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int character) throws IOException {
    write(Character.toString((char) character));
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    write(new String(text, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    out.write(escaped(text.substring(offset, offset + length)));
  }

  /** Returns {@code text} with every character that is not safe to show escaped. */
  static String escaped(String text) {
    if (text.codePoints().allMatch(EscapingWriter::isSafe)) {
      return text;
    }
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (isSafe(point)) {
                escaped.appendCodePoint(point);
              } else {
                Character.toString(point)
                    .chars()
                    .forEach(unit -> escaped.append("\\u%04x".formatted(unit)));
              }
            });
    return escaped.toString();
  }

  private static boolean isSafe(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point == '\n' || point == '\t';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
