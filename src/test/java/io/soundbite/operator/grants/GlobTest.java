package io.soundbite.operator.grants;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class GlobTest {
  @Test
  void aStarStopsAtASlash() {
    assertThat(new Glob("team-a/*").matches("team-a/staging")).isTrue();
    assertThat(new Glob("arn:aws:iam::*:role/a-*").matches("arn:aws:iam::1:role/a-b")).isTrue();
    assertThat(new Glob("arn:aws:iam::*:role/a-*").matches("arn:aws:iam::1:role/a-b/c")).isFalse();
    assertThat(new Glob("*-api").matches("1.dkr.ecr.us-east-1.amazonaws.com/other-api")).isFalse();
  }

  @Test
  void aloneItIsEverything() {
    assertThat(Glob.all().matches("a/b\nc")).isTrue();
    assertThat(Glob.all().matches("")).isTrue();
  }

  @Test
  void nothingElseIsSpecial() {
    assertThat(new Glob("a.c").matches("abc")).isFalse();
    assertThat(new Glob("a.c").matches("a.c")).isTrue();
    assertThat(new Glob("[ab]\\E?").matches("a")).isFalse();
  }

  /** The rule, written another way: character by character. */
  @Property
  void matchesWhatTheRuleSays(
      @ForAll @Chars({'a', 'b', '/', '*'}) @StringLength(min = 2, max = 6) String glob,
      @ForAll @Chars('/') @CharRange(from = 'a', to = 'b') @StringLength(max = 8) String value) {
    assertThat(new Glob(glob).matches(value)).isEqualTo(matches(glob, value));
  }

  private static boolean matches(String glob, String value) {
    if (glob.isEmpty()) {
      return value.isEmpty();
    }
    if (glob.startsWith("*")) {
      return matches(glob.substring(1), value)
          || (!value.isEmpty() && value.charAt(0) != '/' && matches(glob, value.substring(1)));
    }
    return !value.isEmpty()
        && value.charAt(0) == glob.charAt(0)
        && matches(glob.substring(1), value.substring(1));
  }
}
