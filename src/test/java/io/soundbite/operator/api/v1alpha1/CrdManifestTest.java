package io.soundbite.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The committed CRD is what the records say. */
class CrdManifestTest {
  @Test
  void committedFileIsUpToDate() throws IOException {
    String generated = CrdManifest.generate();
    if ("write".equals(System.getProperty("soundbite.crds"))) {
      Files.createDirectories(CrdManifest.FILE.getParent());
      Files.writeString(CrdManifest.FILE, generated);
    }
    assertThat(CrdManifest.FILE)
        .as(
            "%s is stale. Write it anew with: make crds"
                + " (./mvnw -q test -Dtest=CrdManifestTest -Dsoundbite.crds=write)",
            CrdManifest.FILE)
        .exists()
        .hasContent(generated);
  }
}
