package io.soundbite.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What holds of every field, whatever became of it. */
class OverlayPropertyTest {
  private static final Map<Key, Desired> WANTS =
      Specimens.all().stream().collect(Collectors.toMap(Desired::key, Function.identity()));
  private static final List<Mutation> MUTATIONS = Specimens.mutations();

  private static Desired laid(Desired want, Desired have, String path) {
    return new Overlay(Set.of(path)).of(want, have);
  }

  @Provide
  Arbitrary<Mutation> mutation() {
    return Arbitraries.of(MUTATIONS);
  }

  private static Desired want(Mutation mutation) {
    return WANTS.get(mutation.left().key());
  }

  private static boolean related(String path, String other) {
    return FieldPath.isWithin(path, other) || FieldPath.isWithin(other, path);
  }

  @Property(tries = 500)
  void aFieldThatIsLaidOverDiffersNoMore(@ForAll("mutation") Mutation mutation) {
    assertThat(Difference.between(mutation.ignoredIn(want(mutation)), mutation.left())).isEmpty();
  }

  @Property(tries = 500)
  void soDoesOneBelowAPathThatIsLaidOver(@ForAll("mutation") Mutation mutation) {
    var above = "/" + mutation.diff().path().split("/")[1];

    assertThat(Difference.between(laid(want(mutation), mutation.left(), above), mutation.left()))
        .isEmpty();
  }

  @Property(tries = 2000)
  void anotherFieldChangesNothing(
      @ForAll("mutation") Mutation mutation, @ForAll("mutation") Mutation other) {
    Assume.that(!related(mutation.diff().path(), other.diff().path()));

    assertThat(laid(want(mutation), mutation.left(), other.diff().path()))
        .isEqualTo(want(mutation));
  }

  /** What is there is written back as it was found, and nothing else of it is. */
  @Property(tries = 500)
  void whatIsLaidOverIsOneFieldAndNoMore(@ForAll("mutation") Mutation mutation) {
    var want = want(mutation);

    assertThat(Difference.between(want, mutation.ignoredIn(want)))
        .isEqualTo(Difference.between(want, mutation.left()));
  }

  @Test
  void theMutationsAreOfEveryKind() {
    assertThat(MUTATIONS).hasSizeGreaterThan(50);
    assertThat(MUTATIONS.stream().map(Mutation::kind)).contains(Mutation.Kind.values());
  }
}
