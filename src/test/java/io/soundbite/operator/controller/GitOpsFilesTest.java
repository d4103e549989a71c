package io.soundbite.operator.controller;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that are applied from git, as far as they can be judged without a cluster. */
class GitOpsFilesTest {
  private static final Path ARGOCD = Path.of("deploy/argocd");
  private static final Path GIT = ARGOCD.resolve("environments");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** With these a sync waits for the health of what it applied, and ignores later commits. */
  private static final List<String> WAITING =
      List.of("sync-wave", "argocd.argoproj.io/hook", "helm.sh/hook");

  @ParameterizedTest
  @MethodSource("files")
  void noSyncWaitsForHealth(Path file) throws IOException {
    var text = Files.readString(file);
    assertThat(WAITING).noneMatch(text::contains);
  }

  @Test
  void everyNamespaceThatIsNamedIsMade() throws IOException {
    var documents = documents(GIT);
    var made =
        documents.stream()
            .filter(it -> it.path("kind").asText().equals("Namespace"))
            .map(it -> it.at("/metadata/name").asText())
            .collect(toSet());

    assertThat(documents)
        .extracting(it -> it.at("/metadata/namespace").asText())
        .filteredOn(namespace -> !namespace.isEmpty())
        .isNotEmpty()
        .isSubsetOf(made);
    assertThat(made)
        .contains(application("environments").at("/spec/destination/namespace").asText());
    assertThat(application("operator").at("/spec/source/helm/valuesObject/watch/namespaces"))
        .extracting(JsonNode::asText)
        .isSubsetOf(made);
  }

  /** A namespace takes everything in it along, whoever asked to be asked first. */
  @Test
  void noNamespaceIsDeletedWithItsFile() throws IOException {
    assertThat(documents(GIT))
        .filteredOn(it -> it.path("kind").asText().equals("Namespace"))
        .extracting(it -> it.at("/metadata/annotations"))
        .allSatisfy(
            it -> {
              assertThat(it.path("argocd.argoproj.io/sync-options").asText().split(","))
                  .contains("Prune=false", "Delete=false");
              assertThat(it.path("kustomize.toolkit.fluxcd.io/prune").asText())
                  .isEqualTo("disabled");
            });
  }

  @Test
  void theApplicationIncludesEveryFile() throws IOException {
    var include = application("environments").at("/spec/source/directory/include").asText();
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + include);
    try (var files = Files.list(GIT)) {
      assertThat(files.map(Path::getFileName)).isNotEmpty().allMatch(matcher::matches);
    }
  }

  static Stream<Path> files() throws IOException {
    try (var ours = Files.walk(ARGOCD);
        var examples = Files.walk(Path.of("examples"));
        var chart = Files.walk(Path.of("deploy/helm"))) {
      return Stream.of(ours, examples, chart)
          .flatMap(it -> it)
          .filter(Files::isRegularFile)
          .toList()
          .stream();
    }
  }

  private static List<JsonNode> documents(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(GitOpsFilesTest::read).toList();
    }
  }

  private static JsonNode application(String name) {
    return read(ARGOCD.resolve(name + ".yaml"));
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
