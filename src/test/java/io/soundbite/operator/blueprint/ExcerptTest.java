package io.soundbite.operator.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {
  @ParameterizedTest
  @ValueSource(strings = {"x", "ö", "€", "🙈"})
  void isCutInBytesAndNeverWithinACharacter(String character) {
    for (var length = 101; length < 140; length++) {
      var text = "x".repeat(length % 4) + character.repeat(length);
      var cut = Excerpt.of(text, 100);

      assertThat(cut.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(100);
      assertThat(cut).doesNotContain("\uFFFD").endsWith("bytes in all)");
      assertThat(text).startsWith(cut.substring(0, cut.indexOf('…')));
    }
  }

  @Test
  void leavesAloneWhatFits() {
    assertThat(Excerpt.of("€".repeat(33), 100)).isEqualTo("€".repeat(33));
    assertThat(Excerpt.of("", 100)).isEmpty();
  }
}
