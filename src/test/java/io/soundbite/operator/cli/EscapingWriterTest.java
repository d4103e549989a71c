package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapingWriterTest {
  @ParameterizedTest
  @CsvSource({
    "001b, \\u001b", // escape: colours, titles, the clipboard
    "000d, \\u000d", // carriage return: overwrites the line
    "0008, \\u0008", // backspace
    "0007, \\u0007", // bell
    "0000, \\u0000",
    "007f, \\u007f",
    "009b, \\u009b", // one-byte control sequence introducer
    "202e, \\u202e", // right-to-left override
    "2066, \\u2066", // left-to-right isolate
    "200f, \\u200f", // right-to-left mark
    "061c, \\u061c", // Arabic letter mark
    "200b, \\u200b", // zero width space
    "feff, \\ufeff", // byte order mark
    "2028, \\u2028", // line separator
    "2029, \\u2029", // paragraph separator
    "e0041, \\udb40\\udc41" // tag letter, invisible
  })
  void whatChangesTheTerminalIsEscaped(String point, String escaped) {
    var text = Character.toString(Integer.parseInt(point, 16));

    assertThat(EscapingWriter.escaped("a" + text + "b")).isEqualTo("a" + escaped + "b");
  }

  @Test
  void aLoneSurrogateIsEscaped() {
    assertThat(EscapingWriter.escaped("a\ud83d")).isEqualTo("a\\ud83d");
  }

  @Test
  void ordinaryTextIsLeftAlone() {
    var text = "Grüße, 日本, שלום, 🎵, ½ \\u202e\n\tnext";

    assertThat(EscapingWriter.escaped(text)).isEqualTo(text);
  }

  @Test
  void nothingThatIsEscapedAppearsInAnyPlane() {
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(point -> Character.isISOControl(point) || isBidirectional(point))
        .filter(point -> point != '\n' && point != '\t')
        .forEach(
            point ->
                assertThat(EscapingWriter.escaped(Character.toString(point))).startsWith("\\u"));
  }

  private static boolean isBidirectional(int point) {
    return switch (Character.getDirectionality(point)) {
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
          Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE ->
          true;
      default -> false;
    };
  }

  @Test
  void everyWayOfWritingEscapes() throws IOException {
    var written = new StringWriter();
    var writer = new EscapingWriter(written);
    writer.write('\r');
    writer.write("a\u001bb", 1, 2);
    writer.write(new char[] {'c', '\u202e', 'd'}, 1, 2);
    writer.append("\u0007").append('\u009b');
    new PrintWriter(writer).printf("%s", "\u200e").flush();

    assertThat(written).hasToString("\\u000d\\u001bb\\u202ed\\u0007\\u009b\\u200e");
  }
}
