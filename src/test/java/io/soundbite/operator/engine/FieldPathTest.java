package io.soundbite.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FieldPathTest {
  private static String path(List<String> names) {
    return names.stream().reduce("", FieldPath::below);
  }

  @Provide
  Arbitrary<List<String>> names() {
    return Arbitraries.strings()
        .withChars("ab~/01. ")
        .ofMinLength(1)
        .ofMaxLength(5)
        .list()
        .ofMaxSize(4);
  }

  @Property
  void namesAreFoundAgain(@ForAll("names") List<String> names) {
    assertThat(FieldPath.steps(path(names))).isEqualTo(names);
  }

  @Property
  void differentNamesAreDifferentPaths(
      @ForAll("names") List<String> names, @ForAll("names") List<String> others) {
    assertThat(path(names).equals(path(others))).isEqualTo(names.equals(others));
  }

  @Property
  void aPathIsWithinThoseItsNamesBeginWith(
      @ForAll("names") List<String> names, @ForAll("names") List<String> others) {
    var begins = names.size() >= others.size() && names.subList(0, others.size()).equals(others);

    assertThat(FieldPath.isWithin(path(names), path(others))).isEqualTo(begins);
  }

  @Test
  void areJsonPointers() {
    assertThat(FieldPath.below("/tags", "soundbite.io/a~b")).isEqualTo("/tags/soundbite.io~1a~0b");
    assertThat(FieldPath.isWithin("/redrive/maxReceives", "/redrive")).isTrue();
    assertThat(FieldPath.isWithin("/redrive", "/redrive")).isTrue();
    assertThat(FieldPath.isWithin("/redrive", "/redrive/maxReceives")).isFalse();
    assertThat(FieldPath.isWithin("/redrive", "/red")).isFalse();
  }
}
