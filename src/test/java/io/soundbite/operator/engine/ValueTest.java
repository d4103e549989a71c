package io.soundbite.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Tree;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTest {

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(null, "(none)"),
        Arguments.of(Optional.empty(), "(none)"),
        Arguments.of(Optional.of("ttl"), "ttl"),
        Arguments.of("PAY_PER_REQUEST", "PAY_PER_REQUEST"),
        Arguments.of(30, "30"),
        Arguments.of(true, "true"),
        Arguments.of(Duration.ofSeconds(130), "PT2M10S"),
        Arguments.of(new BigDecimal("0.5"), "0.5"),
        Arguments.of(Tree.of("info"), "info"),
        Arguments.of(Tree.of(2), "2"),
        Arguments.of(new Tree.Null(), "null"),
        Arguments.of(Tree.obj("b", List.of(1, "2"), "a", true), "{\"a\":true,\"b\":[1,\"2\"]}"),
        Arguments.of(new Policy(Tree.obj("Version", "1")), "{\"Statement\":[],\"Version\":\"1\"}"),
        Arguments.of(Map.of("b", 2, "a", 1), "{\"a\": 1, \"b\": 2}"),
        Arguments.of(Set.of("b", "a"), "[\"a\", \"b\"]"),
        Arguments.of(Specimens.redrive(3), "{targetArn: \"arn:dlq\", maxReceives: 3}"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isWrittenForPeople(@Nullable Object value, String text) {
    assertThat(Value.text(value)).isEqualTo(text);
  }

  @Property
  void isAsLongAsStatusHasRoomForAndCanBeReadBack(@ForAll("long") String text) {
    var shown = Value.text(text);

    assertThat(shown).hasSizeLessThanOrEqualTo(200);
    assertThat(new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(shown);
    if (text.length() > 200) {
      assertThat(shown).endsWith("…").hasSizeGreaterThanOrEqualTo(199);
      assertThat(text).startsWith(shown.substring(0, shown.length() - 1));
    } else {
      assertThat(shown).isEqualTo(text);
    }
  }

  /** Some of their characters take two. */
  @Provide("long")
  Arbitrary<String> texts(@ForAll boolean odd) {
    return Arbitraries.of("a", "\uD83D\uDD0A")
        .list()
        .ofMinSize(90)
        .ofMaxSize(220)
        .map(parts -> String.join("", parts));
  }

  @Property
  void theOrderOfWhatHasNoneDoesNotShow(@ForAll @NotEmpty @UniqueElements List<String> names) {
    var reversed = names.reversed();

    assertThat(Value.whole(map(reversed))).isEqualTo(Value.whole(map(names)));
    assertThat(Value.whole(new LinkedHashSet<>(reversed)))
        .isEqualTo(Value.whole(new LinkedHashSet<>(names)));
    assertThat(Value.whole(Tree.obj("l", keyed(reversed))))
        .isEqualTo(Value.whole(Tree.obj("l", keyed(names))));
  }

  private static Map<String, Object> map(List<String> names) {
    return names.stream()
        .collect(
            Collectors.toMap(
                name -> name, String::length, (one, other) -> one, LinkedHashMap::new));
  }

  private static Tree keyed(List<String> names) {
    var items = new LinkedHashMap<String, Tree>();
    names.forEach(name -> items.put(name, Tree.obj("name", name)));
    return new Tree.Keyed(items);
  }

  @Property
  void differentSetsHaveDifferentTexts(
      @ForAll("sets") Set<String> one, @ForAll("sets") Set<String> other) {
    assertThat(Value.whole(one).equals(Value.whole(other))).isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<Set<String>> sets() {
    return Arbitraries.strings().withChars("a,[]\" ").ofMaxLength(4).set().ofMaxSize(3);
  }

  @Test
  void whatDiffersHasADifferentText() {
    assertThat(
            Stream.of(
                    null,
                    "(none)",
                    "null",
                    "1",
                    1,
                    "",
                    true,
                    "true",
                    new Tree.Null(),
                    Tree.arr(1),
                    Tree.arr("1"),
                    Tree.obj(),
                    Set.of("a", "b"),
                    Set.of("a, b"),
                    Set.of("a\", \"b"))
                .map(Value::whole))
        .doesNotHaveDuplicates();
    assertThat(Value.whole(Tree.of("1"))).isNotEqualTo(Value.whole(Tree.of(1)));
  }

  @Test
  void everyFieldOfAResourceShows() {
    assertThat(Specimens.mutations())
        .allSatisfy(
            mutation ->
                assertThat(Specimens.all().stream().map(Value::whole))
                    .doesNotContain(Value.whole(mutation.left())));
  }
}
