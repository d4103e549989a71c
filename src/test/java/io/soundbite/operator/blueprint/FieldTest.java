package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.Feature;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of declared fields is complete: a new field of the spec must say what it reaches. */
class FieldTest {

  @Test
  void everyFieldOfTheSpecIsInTheTable() {
    var declared = leaves("spec", EnvironmentSpec.class).distinct().toList();

    assertThat(
            Stream.of(Field.values())
                .map(field -> field.path)
                .filter(path -> path.startsWith("spec."))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void everyFeatureIsInTheTable() {
    assertThat(Stream.of(Field.values()).map(Enum::name))
        .containsAll(
            Stream.of(Feature.values())
                .filter(feature -> feature != Feature.BASIC && feature != Feature.LOCALSTACK)
                .map(Enum::name)
                .toList());
  }

  private static Stream<String> leaves(String path, Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .flatMap(
            component ->
                component.getType().isRecord()
                    ? leaves(path + "." + component.getName(), component.getType())
                    : Stream.of(path + "." + component.getName()));
  }
}
