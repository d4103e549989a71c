package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/** The CRD as it is committed: what the generator reads from the records, then mended. */
final class CrdManifest {
  static final Path FILE = Path.of("deploy/crds/soundbiteenvironments.soundbite.io-v1.yml");

  /** The same bytes: a chart brings nothing from outside its folder. */
  static final Path IN_CHART = Path.of("deploy/helm/soundbite-operator/files/crd.yaml");

  static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .enable(Feature.MINIMIZE_QUOTES)
              .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .disable(Feature.SPLIT_LINES)
              .disable(Feature.WRITE_DOC_START_MARKER));

  private CrdManifest() {}

  static String generate() {
    try {
      ObjectNode crd = (ObjectNode) YAML.readTree(fromRecords());
      CrdMending.mend(crd);
      return YAML.writeValueAsString(crd);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The committed file's schema of the whole custom resource. */
  static JsonNode committedSchema() throws IOException {
    return YAML.readTree(FILE.toFile()).at("/spec/versions/0/schema/openAPIV3Schema");
  }

  private static byte[] fromRecords() {
    var out = new Memory();
    new CRDGenerator()
        .customResourceClasses(SoundBiteEnvironment.class)
        .forCRDVersions("v1")
        .withParallelGenerationEnabled(false)
        .withOutput(out)
        .generate();
    return out.bytes.toByteArray();
  }

  /** Keeps the one file that is generated. */
  private static final class Memory implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return bytes;
    }

    @Override
    public URI crdURI(String crdName) {
      return Path.of(crdName).toUri();
    }

    @Override
    public void close() {}
  }
}
