package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.Store;

/**
 * Environments are identical infrastructure: the set of resources never changes, and every value
 * that differs comes from a field that differs.
 */
class IdentityTest {
  private final Store<Map<String, List<Hit>>> known =
      Store.getOrCreate("known", Lifespan.PROPERTY, HashMap::new);
  private final Store<Set<String>> seen =
      Store.getOrCreate("seen", Lifespan.PROPERTY, HashSet::new);

  /** For any two environments. */
  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void differencesTraceToDeclaredFields(
      @ForAll("inputs") Inputs one, @ForAll("inputs") Inputs other) {
    var differing =
        Stream.of(Field.values())
            .filter(field -> !one.values().get(field).equals(other.values().get(field)))
            .collect(Collectors.toSet());

    assertThat(Differences.between(one.blueprint(), other.blueprint()))
        .allSatisfy(
            difference ->
                assertThat(hits(difference))
                    .extracting(Hit::field)
                    .containsAnyElementsOf(differing));
  }

  /**
   * For any two environments that differ in one field only, each field more than a hundred times.
   */
  @Property(tries = 6000, edgeCases = EdgeCasesMode.NONE)
  void fieldReachesWhatItIsDocumentedToReach(
      @ForAll("inputs") Inputs one, @ForAll("inputs") Inputs other, @ForAll Field field) {
    var changed = one.with(field, other.values().get(field));

    for (var difference : Differences.between(one.blueprint(), changed.blueprint())) {
      var hits = hits(difference).stream().filter(hit -> hit.field() == field).toList();
      assertThat(hits).as("%s changed %s", field.path, difference).isNotEmpty();
      hits.forEach(hit -> seen.get().add(hit.toString()));
    }
  }

  /** What is documented and never happens would excuse what should not happen. */
  @AfterProperty
  void everyDocumentedReachWasSeen() {
    if (seen.get().isEmpty()) {
      return; // the other property keeps no record
    }
    assertThat(Stream.of(Field.values()).flatMap(Hit::all).map(Hit::toString))
        .allSatisfy(hit -> assertThat(seen.get()).contains(hit));
  }

  @Provide
  Arbitrary<Inputs> inputs() {
    return Field.inputs();
  }

  private List<Hit> hits(String difference) {
    return known
        .get()
        .computeIfAbsent(
            difference,
            any ->
                Stream.of(Field.values())
                    .flatMap(Hit::all)
                    .filter(hit -> hit.reach().matcher(difference).matches())
                    .toList());
  }

  /** A field, and one of the patterns it reaches. */
  private record Hit(Field field, Pattern reach) {
    static Stream<Hit> all(Field field) {
      return field.reaches.stream().map(reach -> new Hit(field, reach));
    }
  }
}
