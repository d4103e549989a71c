package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.databind.MappingIterator;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file with a custom resource, or with one and its update.
 *
 * @param refusal what the API server's refusal must contain: the file's {@code # expect:} lines
 */
record CrdCase(Path file, List<String> refusal, List<GenericKubernetesResource> documents) {
  static final Path ROOT = Path.of("src/test/resources/crd");
  private static final String EXPECT = "# expect: ";

  static List<CrdCase> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(CrdCase::read)
          .toList();
    }
  }

  private static CrdCase read(Path file) {
    try (MappingIterator<GenericKubernetesResource> documents =
        CrdManifest.YAML.readerFor(GenericKubernetesResource.class).readValues(file.toFile())) {
      List<String> refusal =
          Files.readAllLines(file).stream()
              .takeWhile(line -> line.startsWith("#"))
              .filter(line -> line.startsWith(EXPECT))
              .map(line -> line.substring(EXPECT.length()))
              .toList();
      return new CrdCase(file, refusal, documents.readAll());
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + file, e);
    }
  }

  String name() {
    return file.getParent().getFileName() + "/" + file.getFileName();
  }

  boolean isUpdate() {
    return documents.size() == 2;
  }

  GenericKubernetesResource first() {
    return documents.getFirst();
  }

  GenericKubernetesResource last() {
    return documents.getLast();
  }
}
