package io.soundbite.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What people see of two values that differ. */
class ContrastTest {
  private static final String ALIKE = "=".repeat(1000);

  @Test
  void shortValuesAreShownWhole() {
    assertThat(Contrast.of(130, 30)).isEqualTo(new Contrast("130", "30"));
    var whole = ALIKE.substring(0, 199);
    assertThat(Contrast.of(whole + "1", whole + "2"))
        .isEqualTo(new Contrast(whole + "1", whole + "2"));
    assertThat(Contrast.of(null, "x")).isEqualTo(new Contrast("(none)", "x"));
  }

  @Test
  void aDifferenceEarlyInALongValueLeavesItsBeginning() {
    assertThat(Contrast.of("a" + ALIKE, "b" + ALIKE))
        .isEqualTo(
            new Contrast("a" + ALIKE.substring(0, 198) + "…", "b" + ALIKE.substring(0, 198) + "…"));
  }

  @Test
  void aDifferenceLateInALongValueShows() {
    var before = "…" + ALIKE.substring(0, 39);

    assertThat(Contrast.of(ALIKE + "want" + ALIKE, ALIKE + "have"))
        .isEqualTo(new Contrast(before + "want" + ALIKE.substring(0, 155) + "…", before + "have"));
  }

  @Test
  void whatIsOnlyLongerShowsWhatItHasMore() {
    assertThat(Contrast.of(ALIKE, ALIKE + "more").have()).endsWith("=more");
    assertThat(Contrast.of(ALIKE, ALIKE + "more").want()).startsWith("…=").endsWith("=");
  }
}
