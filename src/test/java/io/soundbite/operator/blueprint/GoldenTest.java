package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The blueprint of each example, word for word. When a change is meant, {@code mvn test
 * -Dtest=GoldenTest -Dgolden.update=true} rewrites the files, and their diff is what to review.
 */
class GoldenTest {
  private static final Path ROOT = Path.of("src", "test", "resources", "golden");

  @ParameterizedTest
  @EnumSource
  void blueprintIsAsWritten(Example example) throws IOException {
    var want = GoldenFile.byKind(example.blueprint());
    var folder = ROOT.resolve(example.text());
    if (Boolean.getBoolean("golden.update")) {
      rewrite(folder, want);
    }
    var have = read(folder);

    assertThat(have.keySet())
        .as("files in %s; -Dgolden.update=true rewrites them", folder)
        .isEqualTo(want.keySet());
    want.forEach(
        (kind, text) ->
            assertThat(have.get(kind))
                .as("%s/%s.yaml; -Dgolden.update=true rewrites it", folder, kind)
                .isEqualTo(text));
  }

  @Test
  void everyKindHasGoldenFiles() {
    var kinds =
        Stream.of(Desired.class.getPermittedSubclasses())
            .filter(kind -> kind != KubeObject.class)
            .map(Class::getSimpleName)
            .toList();

    assertThat(GoldenFile.byKind(Example.STAGING_POD_IDENTITY.blueprint()).keySet())
        .containsAll(kinds);
  }

  @Test
  void everyFolderIsRead() throws IOException {
    try (var folders = Files.list(ROOT)) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(Example.values()).map(Example::text).toList());
    }
  }

  private static Map<String, String> read(Path folder) throws IOException {
    var texts = new TreeMap<String, String>();
    for (var file : files(folder)) {
      texts.put(file.getFileName().toString().replace(".yaml", ""), Files.readString(file));
    }
    return texts;
  }

  private static void rewrite(Path folder, Map<String, String> texts) throws IOException {
    Files.createDirectories(folder);
    for (var file : files(folder)) {
      Files.delete(file);
    }
    for (var text : texts.entrySet()) {
      Files.writeString(folder.resolve(text.getKey() + ".yaml"), text.getValue());
    }
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.collect(Collectors.toSet());
    }
  }
}
