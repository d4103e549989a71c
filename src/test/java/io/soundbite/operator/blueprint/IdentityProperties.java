package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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
class IdentityProperties {
  private final Store<Set<String>> reached =
      Store.getOrCreate("reached", Lifespan.PROPERTY, HashSet::new);

  /** For any two environments. */
  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void differencesTraceToDeclaredFields(
      @ForAll("inputs") Inputs one, @ForAll("inputs") Inputs other) {
    var reaches =
        Stream.of(Field.values())
            .filter(field -> !one.values().get(field).equals(other.values().get(field)))
            .flatMap(field -> field.reaches.stream())
            .toList();

    assertThat(Differences.between(one.blueprint(), other.blueprint()))
        .allSatisfy(difference -> assertThat(matching(difference, reaches)).isNotEmpty());
  }

  /** For any two environments that differ in one field only, each field some hundred times. */
  @Property(tries = 6000, edgeCases = EdgeCasesMode.NONE)
  void fieldReachesWhatItIsDocumentedToReach(
      @ForAll("inputs") Inputs one, @ForAll("inputs") Inputs other, @ForAll Field field) {
    var changed = one.with(field, other.values().get(field));

    assertThat(Differences.between(one.blueprint(), changed.blueprint()))
        .as(field.path)
        .allSatisfy(
            difference -> {
              var matching = matching(difference, field.reaches);
              assertThat(matching).isNotEmpty();
              matching.forEach(reach -> reached.get().add(field + " " + reach));
            });
  }

  /** What is documented and never happens would excuse what should not happen. */
  @AfterProperty
  void everyDocumentedReachWasSeen() {
    if (reached.get().isEmpty()) {
      return; // the other property keeps no record
    }
    var unseen =
        Stream.of(Field.values())
            .flatMap(field -> field.reaches.stream().map(reach -> field + " " + reach))
            .filter(reach -> !reached.get().contains(reach));
    assertThat(unseen).isEmpty();
  }

  @Provide
  Arbitrary<Inputs> inputs() {
    return Field.inputs();
  }

  private static List<Pattern> matching(String difference, List<Pattern> reaches) {
    return reaches.stream().filter(reach -> reach.matcher(difference).matches()).toList();
  }
}
