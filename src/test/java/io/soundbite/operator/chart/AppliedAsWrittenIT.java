package io.soundbite.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.soundbite.operator.api.v1alpha1.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The API server has everything that our manifests say, word for word. A field that it drops or
 * writes otherwise is different for ever to a tool that compares git with the cluster.
 */
class AppliedAsWrittenIT {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The sandbox has no definitions of these. */
  private static final String PROMETHEUS_OPERATOR = "monitoring.coreos.com/";

  private static ApiServer server;

  @BeforeAll
  static void connect() {
    server = ApiServer.connect();
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("files")
  void keepsEveryFieldOfAFile(Path file) throws IOException {
    assertKept(Files.readString(file));
  }

  @ParameterizedTest
  @MethodSource("io.soundbite.operator.chart.ChartIT#values")
  void keepsEveryFieldOfTheChart(String name) throws IOException {
    assertKept(ChartIT.template(name).good());
  }

  static Stream<Path> files() throws IOException {
    var files = new ArrayList<Path>();
    for (var folder :
        List.of("deploy/crds", "deploy/argocd/environments", "deploy/admission", "examples")) {
      try (var inside = Files.list(Path.of(folder))) {
        inside.filter(it -> it.toString().matches(".*\\.ya?ml")).sorted().forEach(files::add);
      }
    }
    return files.stream();
  }

  private static void assertKept(String manifests) throws IOException {
    var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(manifests).readAll();
    assertThat(documents).isNotEmpty();
    for (var document : documents) {
      if (document.isObject()
          && !document.path("apiVersion").asText().startsWith(PROMETHEUS_OPERATOR)) {
        assertThat(lost("", document, applied((ObjectNode) document)))
            .as(document.toString())
            .isEmpty();
      }
    }
  }

  /** What the API server would store, in a namespace that there is. */
  private static JsonNode applied(ObjectNode document) {
    var metadata = document.withObjectProperty("metadata");
    if (metadata.has("namespace")) {
      metadata.put("namespace", server.namespace);
    }
    var declared =
        server
            .client
            .getKubernetesSerialization()
            .unmarshal(document.toString(), GenericKubernetesResource.class);
    return JSON.valueToTree(
        server
            .client
            .resource(declared)
            .dryRun()
            .fieldManager("argocd-controller")
            .forceConflicts()
            .serverSideApply());
  }

  /** Paths of {@code declared} that {@code stored} has not, or otherwise. */
  private static List<String> lost(String path, JsonNode declared, JsonNode stored) {
    return switch (declared.getNodeType()) {
      case OBJECT ->
          declared
              .propertyStream()
              .flatMap(
                  it ->
                      lost(path + "/" + it.getKey(), it.getValue(), stored.path(it.getKey()))
                          .stream())
              .toList();
      case ARRAY ->
          declared.size() == stored.size()
              ? Stream.iterate(0, i -> i < declared.size(), i -> i + 1)
                  .flatMap(i -> lost(path + "/" + i, declared.get(i), stored.get(i)).stream())
                  .toList()
              : List.of(path + ": " + declared + " became " + stored);
      default ->
          declared.asText().equals(stored.asText()) && declared.isNumber() == stored.isNumber()
              ? List.of()
              : List.of(path + ": " + declared + " became " + stored);
    };
  }
}
