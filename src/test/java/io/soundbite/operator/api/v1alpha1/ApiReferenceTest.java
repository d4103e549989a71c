package io.soundbite.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** docs/api.md is what the CRD says, and names every annotation there is. */
class ApiReferenceTest {
  @Test
  void committedFileIsUpToDate() throws IOException {
    var generated = ApiReference.generate();
    if ("write".equals(System.getProperty("soundbite.crds"))) {
      Files.writeString(ApiReference.FILE, generated);
    }
    assertThat(ApiReference.FILE)
        .as("%s is stale. Write it anew with: make crds", ApiReference.FILE)
        .exists()
        .hasContent(generated);
  }

  @Test
  void tellsOfEveryAnnotation() throws IOException {
    assertThat(Files.readString(ApiReference.FILE))
        .contains(AnnotationNames.all().stream().map(it -> "`" + it).toList());
  }
}
