package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.grants.Grants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsSettingTest {
  @TempDir private Path directory;

  @Test
  void theFileIsWhatHolds() throws IOException {
    var file = directory.resolve("grants.yaml");
    Files.writeString(file, "grants: [{namespace: a, environments: [b]}]");

    assertThat(GrantsSetting.of(Optional.of(file), Set.of("only")).entries()).hasSize(1);
  }

  @Test
  void withoutOneItDependsOnWhatIsWatched() {
    assertThat(GrantsSetting.of(Optional.empty(), Set.of("only")))
        .isEqualTo(Grants.everything("only"));
    assertThat(GrantsSetting.of(Optional.empty(), Set.of()).entries()).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    assertThatThrownBy(
            () -> GrantsSetting.of(Optional.of(directory.resolve("absent")), Set.of("only")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SOUNDBITE_GRANTS names")
        .hasMessageContaining("absent")
        .hasMessageContaining("mount it, or unset the variable");
  }

  @Test
  void aBrokenFileNamesItself() throws IOException {
    var file = directory.resolve("grants.yaml");
    Files.writeString(file, "grants: [{namespace: a, rgions: [b]}]");

    assertThatThrownBy(() -> GrantsSetting.of(Optional.of(file), Set.of()))
        .hasMessageStartingWith("The grants in " + file + ": grants[0].rgions is no key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development-localstack", "development", "staging", "production"})
  void theSandboxGrantsEveryExample(String example) {
    var grants =
        GrantsSetting.of(Optional.of(Path.of("sandbox", "cluster", "grants.yaml")), Set.of());

    assertThat(grants.ungranted(ExampleFile.read(example, it -> it)).isEmpty()).isTrue();
  }
}
