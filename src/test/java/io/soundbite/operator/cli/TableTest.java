package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAligned() {
    var table = Table.of("NAME", "STATE").row("a-long-name", "on").row("b", 7);

    assertThat(table.lines(80))
        .containsExactly("NAME          STATE", "a-long-name   on", "b             7");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(Table.of("A", "B").row(null, "x").lines(80)).last().isEqualTo("(none)   x");
  }

  @Test
  void theWidestColumnGivesWay() {
    var table = Table.plain().row("short", "one two three four five six", "end");

    assertThat(table.lines(30))
        .containsExactly("short   one two three      end", "        four five six");
  }

  @Test
  void aWordThatIsTooLongIsBrokenAndNotCut() {
    var lines = Table.plain().row("key", "x".repeat(50)).lines(26);

    assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(26));
    assertThat(String.join("", lines).replaceAll("[^x]", "")).hasSize(50);
  }

  @Test
  void aLineBreakInACellBreaksNoRow() {
    assertThat(Table.plain().row("a\nb", "c").lines(80)).containsExactly("a b   c");
  }

  @Test
  void withoutRowsThereAreNoLines() {
    assertThat(Table.plain().lines(80)).isEmpty();
  }
}
