package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.databind.MappingIterator;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file with a custom resource, or with one and its update.
 *
 * @param refusal what the API server's refusal must contain: the file's {@code # expect:} lines
 */
record CrdCase(Path file, List<String> refusal, List<GenericKubernetesResource> documents) {
  static final Path ROOT = Path.of("src/test/resources/crd");
  private static final String EXPECT = "# expect: ";
  private static final Pattern REPEATED = Pattern.compile("[{]{2}(.)[*]([0-9]+)[}]{2}");

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
        CrdManifest.YAML.readerFor(GenericKubernetesResource.class).readValues(text(file))) {
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

  /** Text in which {@code {{x*7}}} stands for seven times x, so that what is long can be read. */
  private static String text(Path file) throws IOException {
    return REPEATED
        .matcher(Files.readString(file))
        .replaceAll(it -> it.group(1).repeat(Integer.parseInt(it.group(2))));
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
