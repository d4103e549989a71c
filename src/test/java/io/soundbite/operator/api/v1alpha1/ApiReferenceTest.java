package io.soundbite.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.Arrays;
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
        .contains(
            Arrays.stream(Annotations.class.getFields())
                .filter(it -> Modifier.isStatic(it.getModifiers()))
                .map(ApiReferenceTest::text)
                .filter(it -> !it.equals(Annotations.PREFIX))
                .map(it -> "`" + it)
                .toList());
  }

  private static String text(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
