package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceTest {
  private static List<String> paths(List<Desired> resources) {
    return resources.stream().map(resource -> resource.key().path()).sorted().toList();
  }

  static Stream<Field> declared() {
    return Stream.of(Field.values()).filter(field -> field.path.startsWith("spec."));
  }

  @Test
  void bothHaveEveryResource() {
    var staging = paths(Example.STAGING.blueprint());

    assertThat(paths(Reference.smallest())).isEqualTo(staging);
    assertThat(paths(Reference.everything())).isEqualTo(staging);
    assertThat(Reference.resources()).hasSize(2 * staging.size());
  }

  /** So that no change in what the blueprint makes of a field goes unseen. */
  @ParameterizedTest
  @MethodSource
  void declared(Field field) {
    var differences = Differences.between(Reference.smallest(), Reference.everything());

    assertThat(field.reaches)
        .filteredOn(pattern -> !pattern.pattern().contains("/tls/")) // only one has TLS at all
        .allSatisfy(
            pattern -> assertThat(differences).anyMatch(it -> pattern.matcher(it).matches()));
  }
}
