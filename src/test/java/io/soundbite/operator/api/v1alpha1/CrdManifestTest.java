package io.soundbite.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed CRD is what the records say, in the chart too. */
class CrdManifestTest {
  @ParameterizedTest
  @MethodSource("files")
  void committedFileIsUpToDate(Path file) throws IOException {
    String generated = CrdManifest.generate();
    if ("write".equals(System.getProperty("soundbite.crds"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated);
    }
    assertThat(file)
        .as(
            "%s is stale. Write it anew with: make crds"
                + " (./mvnw -q test -Dtest=CrdManifestTest -Dsoundbite.crds=write)",
            file)
        .exists()
        .hasBinaryContent(generated.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Path> files() {
    return Stream.of(CrdManifest.FILE, CrdManifest.IN_CHART);
  }
}
